// Blind signatures (盲签名), the voter's side: the issuer signs a credential without seeing it. RFC 9474.

import { RSABSSA } from "@cloudflare/blindrsa-ts";
import { fromBase64url, joined, utf8 } from "./encoding.js";
import { sha256Hex } from "./keys.js";

export const KEY_BITS = 2048;
export const PREFIX_BYTES = 32;
const EXPONENT = "AQAB";
const suite = RSABSSA.SHA384.PSS.Randomized();

/** An issuer's key; refused unless RSA, 2048 bits, exponent 65537 and of the fingerprint on the notice. */
export async function issuerKey(der, fingerprint) {
  if (fingerprint !== undefined && sha256Hex(der) !== fingerprint.replaceAll(" ", "").toLowerCase()) {
    throw new Error("issuer_fingerprint");
  }
  let key;
  let parts;
  try {
    key = await crypto.subtle.importKey("spki", der, { name: "RSA-PSS", hash: "SHA-384" }, true, ["verify"]);
    parts = await crypto.subtle.exportKey("jwk", key);
  } catch {
    throw new Error("issuer_key");
  }
  if (key.algorithm.modulusLength !== KEY_BITS) throw new Error("issuer_key_size");
  if (parts.e !== EXPONENT) throw new Error("issuer_key_exponent");
  return key;
}

/** What issuers sign without seeing it: election, style and public key of one credential. */
export const messageOf = (election, style, publicKey) =>
  joined(utf8(`quanheng credential v1\n${election}\n${style}\n`), publicKey);

/** A request for one issuer: `blinded` is sent, `prefix` and `inverse` are kept on the device before that. */
export async function blindRequest(key, message) {
  const prepared = suite.prepare(message);
  const { blindedMsg, inv } = await suite.blind(key, prepared);
  return { prefix: prepared.slice(0, PREFIX_BYTES), blinded: blindedMsg, inverse: inv };
}

/** The stamp that the issuer's answer becomes; an answer that is no signature of this request is an error. */
export async function stampOf(key, message, request, answer) {
  const prepared = joined(request.prefix, message);
  const signature = await suite.finalize(key, prepared, answer, request.inverse);
  return { prefix: request.prefix, signature };
}

export async function isIssued(key, message, prefix, signature) {
  if (prefix.length !== PREFIX_BYTES) return false;
  return suite.verify(key, signature, joined(prefix, message));
}

/** The issuers of an election in their order, each with its keys by style. */
export async function issuersOf(election, fingerprints = {}) {
  const found = [];
  for (const issuer of election.issuers) {
    const keys = {};
    for (const [style, der] of Object.entries(issuer.keys)) {
      keys[style] = await issuerKey(fromBase64url(der), fingerprints[issuer.name]?.[style]);
    }
    found.push({ name: issuer.name, keys });
  }
  return found;
}
