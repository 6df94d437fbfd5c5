// Ballot keys (选票密钥): P-256 keys, fresh or from the secret on a printed slip; see quanheng.core.ballots.keys.

import { p256 } from "@noble/curves/nist.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { fromHex, joined, toHex, utf8 } from "./encoding.js";

const ORDER = p256.Point.Fn.ORDER;
export const SEED_BYTES = 16;

const asKey = (wide) => fromHex(((BigInt(`0x${toHex(wide)}`) % (ORDER - 1n)) + 1n).toString(16).padStart(64, "0"));

/** The private key that a slip's secret gives for one ballot style of one election. */
export function slipKey(seed, election, style) {
  if (seed.length !== SEED_BYTES) throw new Error("a slip's secret is 16 bytes");
  return asKey(hkdf(sha256, seed, sha256(utf8(election)), utf8(`quanheng slip v1\n${style}`), 48));
}

/** A fresh private key for a ballot whose credential is signed blindly. */
export const newKey = () => asKey(crypto.getRandomValues(new Uint8Array(48)));

/** The public key, 65 bytes. */
export const publicOf = (key) => p256.getPublicKey(key, false);

/** The signature of these bytes, 64 bytes, always the same for the same key and bytes. */
export const sign = (key, bytes) => p256.sign(bytes, key, { lowS: false });

export function isSigned(publicKey, bytes, signature) {
  try {
    return p256.verify(signature, bytes, publicKey, { lowS: false });
  } catch {
    return false;
  }
}

/** What may be used once: the hash of the public key. */
export const credentialOf = (publicKey) => sha256(publicKey);

/** The hash that the board lists for a ballot. */
export const digestOf = (publicKey, body) => sha256(joined(utf8("quanheng ballot v1\n"), publicKey, body));

export const sha256Hex = (bytes) => toHex(sha256(bytes));
