// The options that the runs of CRD and DTR have in common, and where they find what they need.
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

export const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');

const known = { binary: { type: 'string' }, target: { type: 'string' }, json: { type: 'string' }, save: { type: 'string' }, keep: { type: 'boolean' }, help: { type: 'boolean' } };

/** `lines`: what usage says of the guide's own options. */
export function options(guide, lines = '', more = {}) {
  const usage = `usage: ${guide}/run.mjs [options]
  --binary FILE     precert to start (default build/release/precert)
  --target URL      a gateway with the demo plan that runs already, "http://127.0.0.1:8080"; what needs a gateway of its own is skipped
${lines}  --json FILE       the rows for machines
  --save DIR        every answer, with index.json, for the judge
  --keep            keep the folder of the gateway
Exit codes: 0 every step passes, 1 some do not, 2 usage, 3 the gateway did not start.`;
  try {
    const { values } = parseArgs({ options: { ...known, ...more } });
    if (values.help) {
      console.log(usage);
      process.exit(0);
    }
    return { ...values, binary: resolve(values.binary ?? join(root, 'build/release/precert')), target: values.target?.replace(/\/$/, ''), save: values.save && resolve(values.save) };
  } catch (error) {
    console.error(`${error.message}\n${usage}`);
    return process.exit(2);
  }
}
