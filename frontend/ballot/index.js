// What a voter's page needs (选票程序): collect credentials, derive slip keys, fill, sign and cast, keep the code.

import { utf8 } from "./encoding.js";
import { sha256Hex } from "./keys.js";

export { ballotOf, bodyOf, bodyText, castBallot, filled, isReceipt, newNonce, trackingCode } from "./ballot.js";
export { blindRequest, isIssued, issuerKey, issuersOf, messageOf, stampOf } from "./blind.js";
export * from "./encoding.js";
export { cellsOf, fits, isOnScale, spoilsOf, styleId, stylesFor, subjectsOf } from "./forms.js";
export { credentialOf, digestOf, isSigned, newKey, publicOf, sha256Hex, sign, slipKey } from "./keys.js";
export { seedOf, slipCode } from "./slips.js";

const HEAD_DIGITS = 16;

/** The election that a board's first line opens; refused unless its hash is the head printed on the notice. */
export function electionOf(line, head) {
  const digits = head.replaceAll(" ", "").toLowerCase();
  if (digits.length < HEAD_DIGITS || !sha256Hex(utf8(line)).startsWith(digits)) throw new Error("election_head");
  const { event, body } = JSON.parse(line);
  if (event !== "open") throw new Error("election_head");
  return body;
}

/** Blind signatures need the browser's own cryptography, which it gives to secure pages only. */
export const isSecure = () => Boolean(globalThis.isSecureContext && globalThis.crypto?.subtle);
