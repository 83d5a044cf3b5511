// Reads an IG package (.tgz) without any library: the StructureDefinitions in its package/ folder.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const BLOCK = 512;

function* filesOf(tar) {
  for (let at = 0; at + BLOCK <= tar.length;) {
    const name = text(tar, at, 100);
    if (name === '') return;
    const size = Number.parseInt(text(tar, at + 124, 12), 8) || 0;
    const prefix = text(tar, at + 345, 155);
    yield { name: prefix ? `${prefix}/${name}` : name, bytes: tar.subarray(at + BLOCK, at + BLOCK + size) };
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
}

const text = (tar, at, length) => tar.subarray(at, at + length).toString('utf8').replace(/\0.*$/s, '').trim();

/** {name, version, profiles, extensions} */
export function packageFrom(file) {
  const found = { name: '', version: '', definitions: [] };
  for (const { name, bytes } of filesOf(gunzipSync(readFileSync(file)))) {
    if (name === 'package/package.json') Object.assign(found, pick(JSON.parse(bytes.toString('utf8'))));
    if (/^package\/StructureDefinition-[^/]+\.json$/.test(name)) found.definitions.push(JSON.parse(bytes.toString('utf8')));
  }
  return found;
}

const pick = ({ name, version }) => ({ name, version });
