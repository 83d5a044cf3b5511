#!/usr/bin/env node
// Replays what the CRD test kit does against a server, and asks for the rest of what CRD demands of a payer. ../README.md explains.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { options, root } from '../shared/options.mjs';
import { Served } from '../shared/served.mjs';
import { Steps, must, print, summary } from '../shared/steps.mjs';
import { runAccess } from './access.mjs';
import { Client } from './client.mjs';
import { FhirServer } from './fhir_server.mjs';
import { runLatency, runRequirements } from './requirements.mjs';
import { ownBodies, runSuite } from './suite.mjs';
import { order, world } from './world.mjs';

const given = options('crd', '  --calls N         of the latency step (default 300)\n', { calls: { type: 'string' } });

const config = `crd_plain_http: true
crd_hosts: "127.0.0.1"
check_responses: true
`;

/** The example calls of fixtures/crd for a hook, as a tester would supply them. */
function exampleBodies(hook) {
  const folder = join(root, 'fixtures/crd');
  const calls = readdirSync(folder).filter((one) => one.endsWith('.json')).map((one) => JSON.parse(readFileSync(join(folder, one), 'utf8')));
  return calls.filter((one) => one.hook === hook).map((body) => ({ body, sent: resourcesOf(body) }));
}

/** Every resource in a call's context and prefetch. */
function resourcesOf(value) {
  if (value === null || typeof value !== 'object') return [];
  const inner = Object.values(value).flatMap(resourcesOf);
  return value.resourceType && value.resourceType !== 'Bundle' ? [value, ...inner] : inner;
}

/** The gateway's own log of the run: no error, and no answer that breaks its profile. */
function quiet(gateway) {
  const faults = gateway.logged().filter((one) => one.level === 'error' || one.event === 'answer_breaks_profile');
  must(faults.length === 0, `${faults.length} line(s): ${JSON.stringify(faults[0])}`);
  return `${gateway.logged().length} lines`;
}

async function main() {
  const gateway = given.target ? null : new Served({ binary: given.binary, config });
  const record = { ...world(), ServiceRequest: [order.service('sr1', '70551')] };
  const fhir = await new FhirServer(record).start();
  const session = new Steps({ version: '2.0.1', save: given.save, report: (row) => print(row) });
  try {
    await gateway?.start();
    const client = new Client({ base: given.target ?? gateway.url, session });
    console.log('\nCRD: the steps of the kit');
    await runSuite(session, client, (hook, service) => [...ownBodies(hook, service), ...exampleBodies(hook)]);
    console.log('\nCRD: what the kit does not ask');
    await runRequirements(session, client, { gateway, fhir });
    if (gateway) await runAccess(session, { binary: given.binary, config });
    await runLatency(session, client, Number(given.calls ?? 300));
    if (gateway) await session.step('L.02', 'crd_gateway_log', () => quiet(gateway));
  } catch (error) {
    console.error(String(error?.stack ?? error), gateway?.log ?? '');
    return 3;
  } finally {
    await fhir.stop();
    await gateway?.stop({ keep: given.keep });
  }
  return summary([session], given);
}

process.exitCode = await main();
