// Ballot (选票): what a voter says, at a fixed length, signed; see quanheng.core.ballots.{body,ballot,receipts}.

import { ed25519 } from "@noble/curves/ed25519.js";
import { canonical, fromBase64url, fromUtf8, toBase32, toBase64url, toHex, utf8 } from "./encoding.js";
import { credentialOf, digestOf, publicOf, sign } from "./keys.js";

const FIELDS = "election,marks,nonce,style";

export const newNonce = () => toHex(crypto.getRandomValues(new Uint8Array(16)));

/** A body's text as bytes of the length that all ballots of the election have. */
export function filled(text, length) {
  const bytes = utf8(text);
  if (bytes.length > length) throw new Error("ballot_too_long");
  const whole = new Uint8Array(length).fill(0x20);
  whole.set(bytes);
  return whole;
}

export const bodyText = (election, style, marks, nonce) => canonical({ election, marks, nonce, style });

/** What a body's text says; null unless it is written in the one canonical way. */
export function bodyOf(text) {
  let facts;
  try {
    facts = JSON.parse(text);
  } catch {
    return null;
  }
  if (facts === null || typeof facts !== "object" || Object.keys(facts).sort().join() !== FIELDS) return null;
  const { election, marks, nonce, style } = facts;
  if (marks === null || typeof marks !== "object" || Array.isArray(marks)) return null;
  const texts = [election, nonce, style, ...Object.keys(marks), ...Object.values(marks)];
  if (!texts.every((text) => typeof text === "string" && text.isWellFormed())) return null;
  return /^[0-9a-f]{32}$/.test(nonce) && canonical(facts) === text ? facts : null;
}

/** A signed ballot as it is sent, with its hash. Stamps: one for each issuer, none with a printed slip. */
export function castBallot(election, style, marks, key, stamps = [], nonce = newNonce()) {
  const text = bodyText(election.id, style, marks, nonce);
  const body = filled(text, election.length);
  const publicKey = publicOf(key);
  const plain = {
    body: text,
    public: toBase64url(publicKey),
    signature: toBase64url(sign(key, body)),
    stamps: stamps.map((s) => [toBase64url(s.prefix), toBase64url(s.signature)]),
  };
  return { plain, digest: digestOf(publicKey, body), credential: credentialOf(publicKey) };
}

/** The ballot that plain data hold; an error if they hold none. */
export function ballotOf(plain, length) {
  if (plain === null || typeof plain !== "object" || Array.isArray(plain)) throw new Error("not a ballot");
  if (Object.keys(plain).sort().join() !== "body,public,signature,stamps") throw new Error("not a ballot");
  if (typeof plain.body !== "string" || !plain.body.isWellFormed()) throw new Error("not a ballot");
  if (!Array.isArray(plain.stamps)) throw new Error("not a ballot");
  const publicKey = fromBase64url(plain.public);
  const body = filled(plain.body, length);
  return {
    public: publicKey,
    body,
    text: fromUtf8(body).replace(/ +$/, ""),
    signature: fromBase64url(plain.signature),
    stamps: plain.stamps.map((stamp) => {
      if (!Array.isArray(stamp) || stamp.length !== 2) throw new Error("not a ballot");
      return { prefix: fromBase64url(stamp[0]), signature: fromBase64url(stamp[1]) };
    }),
    digest: digestOf(publicKey, body),
    credential: credentialOf(publicKey),
  };
}

/** The code by which a voter finds a ballot: ABCD EFGH IJKL MNOP. */
export const trackingCode = (digest) => toBase32(digest.slice(0, 10)).match(/.{4}/g).join(" ");

/** Whether the box gave this receipt for a ballot. */
export function isReceipt(publicKey, election, digest, signature) {
  const accepted = new Uint8Array([...utf8(`quanheng accepted v1\n${election}\n`), ...digest]);
  try {
    return ed25519.verify(signature, accepted, publicKey);
  } catch {
    return false;
  }
}
