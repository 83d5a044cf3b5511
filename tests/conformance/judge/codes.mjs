// What the validator library leaves alone: codes of R4's own required value sets, and that a choice has one value.
import { tryGetDataType } from '@medplum/core';

export class Codes {
  /** bundles: Bundles of ValueSets and CodeSystems */
  constructor(bundles) {
    this.sets = new Map();
    this.systems = new Map();
    this.expanded = new Map();
    for (const { resource } of bundles.flatMap((one) => one.entry ?? [])) {
      if (resource?.resourceType === 'ValueSet') this.sets.set(resource.url, resource);
      if (resource?.resourceType === 'CodeSystem' && resource.content === 'complete') this.systems.set(resource.url, codesOf(resource.concept));
    }
  }

  /** Set of "system|code", or null when the value set cannot be known here. */
  expand(url) {
    const plain = url.split('|')[0];
    if (!this.expanded.has(plain)) this.expanded.set(plain, this.compose(this.sets.get(plain)));
    return this.expanded.get(plain);
  }

  compose(set) {
    if (!set?.compose?.include || set.compose.exclude) return null;
    const all = new Set();
    for (const part of set.compose.include) {
      if (part.filter) return null;
      const nested = (part.valueSet ?? []).map((one) => this.expand(one));
      if (nested.includes(null)) return null;
      nested.forEach((one) => one.forEach((code) => all.add(code)));
      if (!part.system) continue;
      const codes = part.concept?.map((one) => one.code) ?? this.systems.get(part.system);
      if (!codes) return null;
      codes.forEach((code) => all.add(`${part.system}|${code}`));
    }
    return all;
  }

  /** Faults of a resource: [{path, text}] */
  faults(resource, path = resource.resourceType) {
    const found = [];
    this.walk(resource, resource.resourceType, path, found);
    return found;
  }

  walk(value, type, path, found) {
    const schema = tryGetDataType(type);
    if (!schema || value === null || typeof value !== 'object') return;
    for (const [name, element] of Object.entries(schema.elements)) {
      const keys = keysOf(value, name, element);
      if (keys.length > 1) found.push({ path: `${path}.${name}`, text: `several values: ${keys.map((one) => one.key).join(', ')}` });
      for (const { key, code } of keys) {
        const list = Array.isArray(value[key]) ? value[key] : [value[key]];
        list.forEach((one, index) => {
          const place = `${path}.${key}${Array.isArray(value[key]) ? `[${index}]` : ''}`;
          if (element.binding?.strength === 'required' && element.binding.valueSet) this.check(one, code, element.binding.valueSet, place, found);
          const nested = code === 'Resource' ? one?.resourceType : code;
          if (nested) this.walk(one, nested, place, found);
        });
      }
    }
  }

  check(value, type, url, path, found) {
    const codes = this.expand(url);
    if (!codes) return;
    const known = (system, code) => (system ? codes.has(`${system}|${code}`) : [...codes].some((one) => one.endsWith(`|${code}`)));
    const good = type === 'code' ? known('', value)
      : type === 'Coding' ? known(value.system, value.code)
      : type === 'CodeableConcept' ? !value.coding || value.coding.some((one) => known(one.system, one.code)) : true;
    if (!good) found.push({ path, text: `not a code of ${url}` });
  }
}

function codesOf(concepts = []) {
  return concepts.flatMap((one) => [one.code, ...codesOf(one.concept)]);
}

/** The keys under which an element stands in a value, with their types: "value[x]" may be valueCode. */
function keysOf(value, name, element) {
  if (!name.endsWith('[x]')) return value[name] === undefined ? [] : [{ key: name, code: element.type?.[0]?.code }];
  const stem = name.slice(0, -3);
  return (element.type ?? []).map(({ code }) => ({ key: stem + code[0].toUpperCase() + code.slice(1), code }))
    .filter(({ key }) => value[key] !== undefined);
}
