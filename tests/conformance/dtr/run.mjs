#!/usr/bin/env node
// Replays what the DTR test kit does against a payer, and asks for the rest of what DTR demands of one. ../README.md explains.
import { call } from '../shared/http.mjs';
import { options } from '../shared/options.mjs';
import { Served } from '../shared/served.mjs';
import { Steps, must, print, summary } from '../shared/steps.mjs';
import { Client, packageRequest, coverage, spine } from './client.mjs';
import { runRequirements } from './requirements.mjs';
import { runSuite } from './suite.mjs';

const given = options('dtr');
const config = 'check_responses: true\n';

/** Nothing is given to whom the file of clients does not know. */
async function closed(session) {
  const clients = `clients:
  - {id: example-clinic, token_sha256: b3edaf579aa09e37304dba8736291f3d85dd69503391fc37d79a7dc19c4fb46d, organizations: ["1999000015"], paths: ["/fhir"]}
  - {id: example-monitoring, token_sha256: d3fb523f03f792b25820ffd6103da8b71c2f54415ada9c613c889bf7c71d6f3a, paths: ["/metrics"]}
`;
  await session.step('S.01', 'dtr_strangers_are_refused', async () => {
    const gateway = await new Served({ binary: given.binary, config: `${config}clients: clients.yaml\n`, files: { 'clients.yaml': clients } }).start();
    try {
      const status = async (token) => (await call('POST', `${gateway.url}/fhir/Questionnaire/$questionnaire-package`, packageRequest({ coverage: coverage(), order: spine() }),
        { headers: token ? { Authorization: `Bearer ${token}` } : {} })).status;
      const found = [await status(''), await status('wrong'), await status('monitoring-token'), await status('clinic-token')];
      must(found.join() === '401,401,403,200', `no token, a wrong one, one of another purpose, a client's: ${found}`);
      return 'no token 401, a wrong one 401, one for other paths 403, a client\'s 200';
    } finally {
      await gateway.stop();
    }
  });
}

async function main() {
  const gateway = given.target ? null : new Served({ binary: given.binary, config });
  const sessions = [];
  try {
    await gateway?.start();
    for (const [version, path] of [['2.0.1', '/fhir/2.0.1'], ['2.2.0', '/fhir']]) {
      const session = new Steps({ version, save: given.save, report: (row) => print(row) });
      sessions.push(session);
      const client = new Client(`${given.target ?? gateway.url}${path}`);
      console.log(`\nDTR on ${path}: the steps of the kit`);
      const found = await runSuite(session, client);
      console.log(`\nDTR on ${path}: what the kit does not ask`);
      await runRequirements(session, client, found);
    }
    if (!given.target) await closed(sessions[0]);
    if (gateway) await sessions[0].step('L.01', 'dtr_gateway_log', () => quiet(gateway));
  } catch (error) {
    console.error(String(error?.stack ?? error), gateway?.log ?? '');
    return 3;
  } finally {
    await gateway?.stop({ keep: given.keep });
  }
  return summary(sessions, given);
}

/** The gateway's own log of the run: no error, and no answer that breaks its profile. */
function quiet(gateway) {
  const faults = gateway.logged().filter((one) => one.level === 'error' || one.event === 'answer_breaks_profile');
  must(faults.length === 0, `${faults.length} line(s): ${JSON.stringify(faults[0])}`);
  return `${gateway.logged().length} lines`;
}

process.exitCode = await main();
