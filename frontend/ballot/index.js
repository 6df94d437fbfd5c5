// What a voter's page needs (选票程序): collect credentials, derive slip keys, fill, sign and cast, keep the code.

export { ballotOf, bodyOf, bodyText, castBallot, filled, isReceipt, newNonce, trackingCode } from "./ballot.js";
export { blindRequest, isIssued, issuerKey, issuersOf, messageOf, stampOf } from "./blind.js";
export * from "./encoding.js";
export { cellsOf, fits, isOnScale, spoilsOf, styleId, stylesFor, subjectsOf } from "./forms.js";
export { credentialOf, digestOf, isSigned, newKey, publicOf, sha256Hex, sign, slipKey } from "./keys.js";

/** Blind signatures need the browser's own cryptography, which it gives to secure pages only. */
export const isSecure = () => Boolean(globalThis.isSecureContext && globalThis.crypto?.subtle);
