// A gateway of the demo plan, started for one run in a folder of its own.
import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const START_MS = 30_000;

export class Served {
  /** options: binary, config (text of precert.yaml), files {name: text} that it names */
  constructor({ binary, config = '', files = {} }) {
    this.binary = binary;
    this.folder = mkdtempSync(join(tmpdir(), 'precert-conformance.'));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(this.folder, name), text);
    writeFileSync(join(this.folder, 'precert.yaml'), `data_dir: data\nlog_level: info\n${config}`);
  }

  async start() {
    this.log = '';
    this.process = spawn(this.binary, ['serve', '--demo', '--config', join(this.folder, 'precert.yaml'), '--listen', '127.0.0.1:0'],
      { stdio: ['ignore', 'pipe', 'pipe'], cwd: this.folder });
    this.exited = new Promise((resolve) => this.process.on('exit', () => resolve('ended')));
    this.process.stderr.on('data', (chunk) => { this.log += chunk; });
    let said = '';
    const ready = new Promise((resolve) => {
      this.process.stdout.on('data', (chunk) => {
        said += chunk;
        const found = /^listening on (http\S+)$/m.exec(said);
        if (found) resolve(found[1]);
      });
    });
    const late = new Promise((resolve) => setTimeout(resolve, START_MS, 'late').unref());
    this.url = await Promise.race([ready, this.exited, late]);
    if (!this.url.startsWith('http')) throw new Error(`the gateway did not start (${this.folder}): ${said}${this.log}`);
    return this;
  }

  /** Runs another command of the same program on the same data: {code, out, err}. */
  command(...words) {
    return new Promise((resolve) => {
      execFile(this.binary, words, { cwd: this.folder, maxBuffer: 16 << 20 }, (error, out, err) => resolve({ code: error?.code ?? 0, out, err }));
    });
  }

  /** Lines of the log, as objects. */
  logged() {
    return this.log.split('\n').filter((one) => one.startsWith('{')).map((one) => JSON.parse(one));
  }

  async stop({ keep = false } = {}) {
    if (this.process?.exitCode === null) {
      this.process.kill('SIGTERM');
      await this.exited;
    }
    if (!keep) rmSync(this.folder, { recursive: true, force: true });
  }
}
