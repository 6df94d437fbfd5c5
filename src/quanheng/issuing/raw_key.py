"""Raw key (裸密钥): the two bare operations of RSA, which no padded interface of a library offers.

By the OpenSSL that this Python is linked with: constant in time, masked by default, each result checked, the
key wiped as it is freed. Where no such OpenSSL can be reached, by PyCryptodome, three times slower.
Shapes: keys are DER, PKCS #8; numbers are bytes of the key's length, below its modulus.
"""

from __future__ import annotations

import _ssl
import ctypes
import weakref
from ctypes import byref, c_char_p, c_int, c_long, c_size_t, c_ulong, c_void_p
from functools import lru_cache
from typing import Any, Final, Protocol

from Crypto.PublicKey import RSA

_NO_PADDING: Final = 3
_OLDEST: Final = 0x30000000
_SHAPES: Final[dict[str, tuple[Any, tuple[Any, ...]]]] = {
    "OpenSSL_version_num": (c_ulong, ()),
    "d2i_AutoPrivateKey": (c_void_p, (c_void_p, c_void_p, c_long)),
    "EVP_PKEY_free": (None, (c_void_p,)),
    "EVP_PKEY_get_size": (c_int, (c_void_p,)),
    "EVP_PKEY_CTX_new": (c_void_p, (c_void_p, c_void_p)),
    "EVP_PKEY_CTX_free": (None, (c_void_p,)),
    "EVP_PKEY_CTX_set_rsa_padding": (c_int, (c_void_p, c_int)),
    "EVP_PKEY_decrypt_init": (c_int, (c_void_p,)),
    "EVP_PKEY_encrypt_init": (c_int, (c_void_p,)),
    "EVP_PKEY_decrypt": (c_int, (c_void_p, c_char_p, c_void_p, c_char_p, c_size_t)),
    "EVP_PKEY_encrypt": (c_int, (c_void_p, c_char_p, c_void_p, c_char_p, c_size_t)),
    "ERR_clear_error": (None, ()),
}
"""What each function returns and takes."""


class RawKey(Protocol):
    """A private key. Units: `length` is in bytes."""

    length: int

    def signed(self, number: bytes) -> bytes:
        """The number to the private exponent."""

    def opened(self, number: bytes) -> bytes:
        """The number to the public exponent."""


class ByOpenSsl:
    """A key held by OpenSSL. Errors: ValueError where it cannot be read."""

    def __init__(self, library: Any, private: bytes) -> None:
        self._library = library
        at = c_char_p(private)
        self._key = library.d2i_AutoPrivateKey(None, byref(at), len(private))
        if not self._key:
            library.ERR_clear_error()
            raise ValueError("not a private key")
        weakref.finalize(self, library.EVP_PKEY_free, self._key)
        self.length: int = library.EVP_PKEY_get_size(self._key)

    def signed(self, number: bytes) -> bytes:
        """The number to the private exponent."""
        return self._run("EVP_PKEY_decrypt", number)

    def opened(self, number: bytes) -> bytes:
        """The number to the public exponent."""
        return self._run("EVP_PKEY_encrypt", number)

    def _run(self, operation: str, number: bytes) -> bytes:
        library, size = self._library, c_size_t(self.length)
        answer = ctypes.create_string_buffer(self.length)
        context = library.EVP_PKEY_CTX_new(self._key, None)
        try:
            done = (
                context
                and getattr(library, f"{operation}_init")(context) > 0
                and library.EVP_PKEY_CTX_set_rsa_padding(context, _NO_PADDING) > 0
                and getattr(library, operation)(context, answer, byref(size), number, len(number)) > 0
            )
        finally:
            library.EVP_PKEY_CTX_free(context)
        if not done:
            library.ERR_clear_error()
            raise RuntimeError(f"OpenSSL refuses {operation}")
        return answer.raw[: size.value]


class ByPyCryptodome:
    """A key held by PyCryptodome. Errors: ValueError where it cannot be read."""

    def __init__(self, private: bytes) -> None:
        self._key: Any = RSA.import_key(private)  # the library has no public names for the raw operations
        self.length: int = self._key.size_in_bytes()

    def signed(self, number: bytes) -> bytes:
        """The number to the private exponent."""
        return bytes(self._key._decrypt_to_bytes(int.from_bytes(number))).rjust(self.length, b"\0")

    def opened(self, number: bytes) -> bytes:
        """The number to the public exponent."""
        return int(self._key._encrypt(int.from_bytes(number))).to_bytes(self.length)


def raw_key(private: bytes) -> RawKey:
    """A private key, by the best that is here. Errors: ValueError where it cannot be read."""
    library = openssl()
    return ByPyCryptodome(private) if library is None else ByOpenSsl(library, private)


@lru_cache(maxsize=1)
def openssl() -> Any:
    """The OpenSSL of this Python, version 3 or later; None where its functions cannot be reached."""
    try:
        library = ctypes.CDLL(getattr(_ssl, "__file__", None))
        for name, (returned, taken) in _SHAPES.items():
            function = getattr(library, name)
            function.restype, function.argtypes = returned, taken
    except (AttributeError, OSError):
        return None
    return library if library.OpenSSL_version_num() >= _OLDEST else None
