// Slip codes (票上的码): a slip's secret scanned or typed; see quanheng.core.ballots.slip_codes.

import { sha256 } from "@noble/hashes/sha2.js";
import { fromBase32, fromBase64url, joined, toBase32, utf8 } from "./encoding.js";
import { SEED_BYTES } from "./keys.js";

const SIGNS = 28;
const LIKE = { 0: "O", 1: "I", 8: "B" };

/** The code of a secret, as it is printed to be typed. */
export const slipCode = (seed) =>
  toBase32(joined(seed, sha256(joined(utf8("quanheng slip code v1\n"), seed)).slice(0, 2))).slice(0, SIGNS);

/** The secret that a code typed, or base64url scanned, stands for; null where it is neither. */
export function seedOf(text) {
  const typed = text.replace(/[\s-]/g, "").toUpperCase().replace(/[018]/g, (sign) => LIKE[sign]);
  try {
    if (typed.length === SIGNS) {
      const seed = fromBase32(typed).slice(0, SEED_BYTES);
      return slipCode(seed) === typed ? seed : null;
    }
    const scanned = fromBase64url(text.trim());
    return scanned.length === SEED_BYTES ? scanned : null;
  } catch {
    return null;
  }
}
