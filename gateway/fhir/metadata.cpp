#include "gateway/fhir/metadata.hpp"
