// `precert validate` as a judge of requests and answers.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageFrom } from '../judge/package.mjs';
import { must } from './assertions.mjs';

export class Validator {
  /** packages: IG packages (.tgz); with one of its version at hand every breach of a profile counts, in requests too. */
  constructor(binary, packages = []) {
    this.binary = binary;
    this.packages = new Map(packages.filter((file) => /-pas$/.test(packageFrom(file).name)).map((file) => [packageFrom(file).version, file]));
  }

  /** Throws when one of these resources has an error; gives the number of warnings. `isEchoed` tells entries that were copied from a request
   *  (spec-33): what is wrong in them is the sender's. */
  async accepts(resources, version, isEchoed = () => false) {
    const folder = mkdtempSync(join(tmpdir(), 'precert-validate.'));
    try {
      const files = resources.map((one, index) => {
        const file = join(folder, `${index + 1}.json`);
        writeFileSync(file, JSON.stringify(one));
        return file;
      });
      const reports = await this.reports(files, version);
      must(reports.length === files.length, `precert validate told of ${reports.length} files, ${files.length} were given`);
      const findings = reports.flatMap((one, index) => (one.findings ?? []).filter(({ where }) => {
        const entry = /^Bundle\.entry\[(\d+)\]/.exec(where);
        return !entry || !isEchoed(resources[index].entry[Number(entry[1])].resource);
      }));
      const errors = findings.filter((one) => one.severity === 'error');
      must(errors.length === 0, wordsOf(errors));
      return findings.filter((one) => one.severity === 'warning').length;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  reports(files, version) {
    return new Promise((resolve, reject) => {
      execFile(this.binary, ['validate', '--json', ...this.flags(version), ...files], { maxBuffer: 64 << 20 }, (error, out, err) => {
        if (error && error.code !== 1) reject(new Error(`precert validate: ${err || error.message}`));
        else resolve(out.trim().split('\n').filter(Boolean).map((line) => JSON.parse(line)));
      });
    });
  }

  flags(version) {
    const file = this.packages.get(version);
    return file ? ['--ig', file] : ['--pas', version];
  }
}

function wordsOf(errors) {
  const alike = errors.every((one) => one.remedy === errors[0].remedy);
  if (alike) return `${errors.length} fault(s), all "${errors[0]?.remedy}": ${errors.slice(0, 3).map((one) => one.where).join(', ')}`;
  return `${errors.length} fault(s): ${errors.slice(0, 3).map((one) => `${one.where}: ${one.remedy}`).join(' ')}`;
}
