// Who may call: a second gateway that knows two clients by their keys, and every token that it must not take.
import { Served } from '../shared/served.mjs';
import { Signer } from '../shared/jwt.mjs';
import * as is from './assertions.mjs';
import { Client } from './client.mjs';
import { hookCall, order } from './world.mjs';

const ISSUER = 'https://ehr.example/crd';

const clientsFile = `clients:
  - {id: example-monitoring, token_sha256: d3fb523f03f792b25820ffd6103da8b71c2f54415ada9c613c889bf7c71d6f3a, paths: ["/metrics"]}
hook_clients:
  - {id: example-ehr, issuer: "${ISSUER}", keys_file: ehr-keys.json, fhir_hosts: ["127.0.0.1"]}
`;

export async function runAccess(session, { binary, config }) {
  const signers = { RS384: new Signer('RS384'), ES384: new Signer('ES384') };
  const keys = JSON.stringify({ keys: Object.values(signers).map((one) => one.jwk()) });
  const gateway = new Served({ binary, config: `${config}clients: clients.yaml\n`, files: { 'clients.yaml': clientsFile, 'ehr-keys.json': keys } });
  await session.step('J.01', 'crd_gateway_with_clients', async () => {
    await gateway.start();
    return gateway.url;
  });
  try {
    if (gateway.url?.startsWith('http')) await tokens(session, gateway, signers);
  } finally {
    await gateway.stop();
  }
}

async function tokens(session, gateway, signers) {
  const client = new Client({ base: gateway.url, session });
  const discovery = await client.discover();
  const url = client.url('order-sign');
  const claims = { iss: ISSUER, aud: url };
  const send = (token) => client.send('order-sign', hookCall('order-sign', [order.service('sr1', '70551')], { service: client.service('order-sign') }),
    token ? { Authorization: `Bearer ${token}` } : {});
  const admitted = async (token) => `${is.isOk(await send(token)).cards.length} card(s)`;
  const refused = async (token) => {
    const answer = await send(token);
    is.must(answer.status === 401, `status ${answer.status}, wanted 401`);
    return '401';
  };
  const now = () => Math.floor(Date.now() / 1000);
  const { RS384, ES384 } = signers;

  const rows = [
    ['J.02', 'crd_discovery_is_open', () => is.must(discovery.status === 200, `status ${discovery.status}`)],
    ['J.03', 'crd_rs384_is_taken', () => admitted(RS384.token(claims))],
    ['J.04', 'crd_es384_is_taken', () => admitted(ES384.token(claims))],
    ['J.05', 'crd_audience_may_be_a_list', () => admitted(ES384.token({ ...claims, aud: ['https://other.example', url] }))],
    ['J.06', 'crd_no_token_is_401', () => refused('')],
    ['J.07', 'crd_wrong_audience_is_401', () => refused(RS384.token({ ...claims, aud: `${gateway.url}/cds-services` }))],
    ['J.08', 'crd_expired_is_401', () => refused(RS384.token({ ...claims, iat: now() - 7200, exp: now() - 3600 }))],
    ['J.09', 'crd_replayed_token_is_401', async () => {
      const token = ES384.token(claims);
      await admitted(token);
      return refused(token);
    }],
    ['J.10', 'crd_unknown_issuer_is_401', () => refused(RS384.token({ ...claims, iss: 'https://stranger.example' }))],
    ['J.11', 'crd_unknown_key_is_401', () => refused(new Signer('RS384').token(claims))],
    ['J.12', 'crd_unsigned_is_401', () => refused(`${RS384.token(claims, { alg: 'none' }).split('.').slice(0, 2).join('.')}.`)],
    ['J.13', 'crd_shared_secret_is_401', () => refused(RS384.token(claims, { alg: 'HS384' }))],
    ['J.14', 'crd_token_without_id_is_401', () => refused(RS384.token({ ...claims, jti: undefined }))],
    ['J.15', 'crd_changed_claims_are_401', () => {
      const [head, , signature] = RS384.token({ ...claims, aud: 'https://other.example' }).split('.');
      return refused([head, RS384.token(claims).split('.')[1], signature].join('.'));
    }],
    ['J.16', 'crd_foreign_key_address_is_not_asked', () => refused(new Signer('ES384', 'elsewhere').token(claims, { jku: 'https://stranger.example/jwks.json' }))],
  ];
  for (const [step, id, test] of rows) await session.step(step, id, test);
}
