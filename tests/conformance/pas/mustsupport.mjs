// Must-support coverage as the kit counts it: all resources of a type are pooled, and each listed element has to be present in at least one.
// mustsupport/VERSION.json holds the lists: operation -> profile -> {type, elements, slices}. A slice is named "element:slice"; its
// discriminator is the pattern that the element has to match. "name[x]" stands for any of its types.

/** Elements of the list that no resource has. */
export function missing(list, resources) {
  return list.elements.filter((path) => !resources.some((one) => present(one, path.split('.'), list.slices)));
}

function present(node, path, slices) {
  if (path.length === 0) return !isEmpty(node);
  const [head, ...rest] = path;
  return children(node, head, slices).some((child) => present(child, rest, slices));
}

function children(node, name, slices) {
  if (node === null || typeof node !== 'object') return [];
  const [element, slice] = name.split(':');
  if (element.endsWith('[x]')) return choices(node, element.slice(0, -3), slice);
  // An element that is absent with a reason counts as present: its extension says so.
  const found = [node[element], node[`_${element}`]].flat().filter((one) => one !== undefined && one !== null);
  return slice ? found.filter((one) => matches(one, slices[name])) : found;
}

function choices(node, stem, slice) {
  if (slice) return node[slice] === undefined ? [] : [node[slice]];
  return Object.entries(node)
    .filter(([key]) => key.startsWith(stem) && /^[A-Z]/.test(key.slice(stem.length)))
    .flatMap(([, value]) => value);
}

/** The pattern is contained in the value: every key of it, and every element of its arrays in some element. */
function matches(value, pattern) {
  if (Array.isArray(pattern)) return Array.isArray(value) && pattern.every((one) => value.some((other) => matches(other, one)));
  if (pattern !== null && typeof pattern === 'object') {
    return value !== null && typeof value === 'object' && Object.keys(pattern).every((key) => matches(value[key], pattern[key]));
  }
  return value === pattern;
}

function isEmpty(value) {
  if (value === undefined || value === null || value === '') return true;
  if (Array.isArray(value)) return value.every(isEmpty);
  return typeof value === 'object' && Object.values(value).every(isEmpty);
}

/** Every resource of a type that stands in these answers: Bundles, or Parameters with Bundles in them. */
export function pooled(answers, type) {
  const found = [];
  const walk = (resource) => {
    if (!resource || typeof resource !== 'object') return;
    if (resource.resourceType === type) found.push(resource);
    for (const entry of resource.entry ?? []) walk(entry.resource);
    if (resource.resourceType === 'Parameters') for (const one of resource.parameter ?? []) walk(one.resource);
  };
  answers.forEach(walk);
  return found;
}
