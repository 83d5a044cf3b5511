// Tokens as clients sign them, with node's own crypto.
import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';

const algorithms = {
  RS384: { kind: 'rsa', options: { modulusLength: 2048 }, hash: 'sha384' },
  ES384: { kind: 'ec', options: { namedCurve: 'P-384' }, hash: 'sha384', dsaEncoding: 'ieee-p1363' },
};
const packed = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

export class Signer {
  constructor(algorithm, kid = `${algorithm}-1`) {
    const { kind, options } = algorithms[algorithm];
    Object.assign(this, { algorithm, kid, ...generateKeyPairSync(kind, options) });
  }

  /** The public key as a JWK. */
  jwk() {
    return { ...this.publicKey.export({ format: 'jwk' }), kid: this.kid, alg: this.algorithm, use: 'sig' };
  }

  /** `claims` over iss, iat, exp and jti of now; `header` over alg, kid and typ. */
  token(claims, header = {}) {
    const now = Math.floor(Date.now() / 1000);
    const said = { iat: now, exp: now + 300, jti: randomUUID(), ...claims };
    const head = packed({ alg: this.algorithm, kid: this.kid, typ: 'JWT', ...header });
    const signed = `${head}.${packed(said)}`;
    const { hash, dsaEncoding } = algorithms[this.algorithm];
    return `${signed}.${sign(hash, Buffer.from(signed), { key: this.privateKey, ...(dsaEncoding && { dsaEncoding }) }).toString('base64url')}`;
  }
}
