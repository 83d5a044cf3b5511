// The conformance set-up of deploy/conformance, started for one run in a folder of its own.
import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const deploy = join(dirname(fileURLToPath(import.meta.url)), '../../../deploy/conformance');
const START_MS = 30_000;

export class Gateway {
  /** options: binary, delay (seconds before the reviewer decides) */
  constructor(options) {
    Object.assign(this, options);
    this.folder = mkdtempSync(join(tmpdir(), 'precert-conformance.'));
  }

  async start() {
    this.process = spawn(join(deploy, 'run.sh'),
      ['--dir', this.folder, '--listen', '127.0.0.1:0', '--delay', String(this.delay), '--binary', this.binary],
      { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    const exited = new Promise((resolve) => this.process.on('exit', resolve));
    this.exited = exited;
    const ready = new Promise((resolve) => {
      this.process.stdout.on('data', (chunk) => {
        said += chunk;
        if (/^ready$/m.test(said)) resolve('ready');
      });
    });
    const timer = new Promise((resolve) => setTimeout(resolve, START_MS, 'time').unref());
    const how = await Promise.race([ready, exited, timer]);
    if (how !== 'ready') throw new Error(`the gateway did not start (${this.folder}): ${said}`);
    this.url = readFileSync(join(this.folder, 'address'), 'utf8').trim();
  }

  /** Lines of the log since the last call, as objects. */
  logged() {
    const lines = readFileSync(join(this.folder, 'gateway.log'), 'utf8').split('\n').filter(Boolean);
    const fresh = lines.slice(this.seen ?? 0);
    this.seen = lines.length;
    return fresh.filter((one) => one.startsWith('{')).map((one) => JSON.parse(one));
  }

  /** approve, deny, pend or rules: what the next requests get. */
  outcome(name) {
    return new Promise((resolve, reject) => {
      execFile(join(deploy, 'outcome.sh'), ['--dir', this.folder, name], (error, out, err) => {
        if (error) reject(new Error(`outcome.sh ${name}: ${err}`));
        else resolve(out.trim());
      });
    });
  }

  async stop({ keep = false } = {}) {
    if (this.process && this.process.exitCode === null) {
      this.process.kill('SIGTERM');
      await this.exited;
    }
    if (keep || !existsSync(this.folder)) return;
    rmSync(this.folder, { recursive: true, force: true });
  }
}
