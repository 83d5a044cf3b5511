// The directory of a rulebook, made anew for each snapshot.
#include "gateway/app/directory.hpp"

#include <utility>
#include <vector>

#include "precert/rulebook/facilities.hpp"

namespace gateway {

base::Result<std::shared_ptr<const precert::Directory>> directory_for(Store& store,
                                                                      const precert::Rulebook& rulebook) {
  base::Result<std::vector<precert::Facility>> loaded = store.facilities();
  if (!loaded) return loaded.error();
  return std::make_shared<const precert::Directory>(
      precert::facilities_known(std::move(*loaded), rulebook));
}

}  // namespace gateway
