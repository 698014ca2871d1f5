// Which of 64 bytes belong to which class, one bit a byte, the first byte lowest. Swift has no way to one machine
// instruction that turns a vector comparison into bits; everything that reads the bits is Swift.
#ifndef ARGUS_BYTE_CLASSES_H
#define ARGUS_BYTE_CLASSES_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

typedef struct {
  uint64_t token;    // A-Z a-z 0-9 + / - _
  uint64_t hex;      // 0-9 a-f A-F
  uint64_t line;     // CR LF
  uint64_t quote;    // " ' =
  uint64_t special;  // % & \ NUL ESC, and bytes that begin a character which a view may remove or fold
} ArgusByteClasses;

static inline ArgusByteClasses argus_classify_64(const uint8_t *bytes) {
  ArgusByteClasses classes = {0, 0, 0, 0, 0};
#ifdef __SSE2__
  for (int part = 0; part < 4; part++) {
    const __m128i b = _mm_loadu_si128((const __m128i *)(const void *)(bytes + 16 * part));
#define ARGUS_EQ(c) _mm_cmpeq_epi8(b, _mm_set1_epi8((char)(c)))
// Unsigned v in [low, low + n) by a signed comparison.
#define ARGUS_IN(v, low, n) \
  _mm_cmplt_epi8(_mm_add_epi8((v), _mm_set1_epi8((char)(-128 - (low)))), _mm_set1_epi8((char)(-128 + (n))))
#define ARGUS_MASK(v) ((uint64_t)(uint16_t)_mm_movemask_epi8(v) << (16 * part))
    const __m128i folded = _mm_or_si128(b, _mm_set1_epi8(0x20));
    const __m128i digit = ARGUS_IN(b, '0', 10);
    const __m128i letter = ARGUS_IN(folded, 'a', 26);
    const __m128i sign = _mm_or_si128(_mm_or_si128(ARGUS_EQ('+'), ARGUS_EQ('-')), _mm_or_si128(ARGUS_EQ('/'), ARGUS_EQ('_')));
    classes.token |= ARGUS_MASK(_mm_or_si128(_mm_or_si128(digit, letter), sign));
    classes.hex |= ARGUS_MASK(_mm_or_si128(digit, ARGUS_IN(folded, 'a', 6)));
    classes.line |= ARGUS_MASK(_mm_or_si128(ARGUS_EQ('\n'), ARGUS_EQ('\r')));
    classes.quote |= ARGUS_MASK(_mm_or_si128(_mm_or_si128(ARGUS_EQ('"'), ARGUS_EQ('\'')), ARGUS_EQ('=')));
    const __m128i mark = _mm_or_si128(_mm_or_si128(ARGUS_EQ('%'), ARGUS_EQ('&')), ARGUS_EQ('\\'));
    const __m128i control = _mm_or_si128(ARGUS_EQ(0), ARGUS_EQ(0x1B));
    // C2, CD; E0 to E3, EF; F0 to F3.
    const __m128i quad = _mm_and_si128(b, _mm_set1_epi8((char)0xEC));
    const __m128i lead = _mm_or_si128(
        _mm_or_si128(ARGUS_EQ(0xC2), ARGUS_EQ(0xCD)),
        _mm_or_si128(ARGUS_EQ(0xEF), _mm_cmpeq_epi8(quad, _mm_set1_epi8((char)0xE0))));
    classes.special |= ARGUS_MASK(_mm_or_si128(_mm_or_si128(mark, control), lead));
#undef ARGUS_EQ
#undef ARGUS_IN
#undef ARGUS_MASK
  }
#else
  for (int index = 0; index < 64; index++) {
    const uint8_t b = bytes[index], folded = b | 0x20;
    const uint64_t bit = (uint64_t)1 << index;
    const int digit = b >= '0' && b <= '9';
    if (digit || (folded >= 'a' && folded <= 'z') || b == '+' || b == '-' || b == '/' || b == '_') classes.token |= bit;
    if (digit || (folded >= 'a' && folded <= 'f')) classes.hex |= bit;
    if (b == '\n' || b == '\r') classes.line |= bit;
    if (b == '"' || b == '\'' || b == '=') classes.quote |= bit;
    if (b == '%' || b == '&' || b == '\\' || b == 0 || b == 0x1B || b == 0xC2 || b == 0xCD || b == 0xEF ||
        (b & 0xEC) == 0xE0)
      classes.special |= bit;
  }
#endif
  return classes;
}

// Writes one element for each 64 bytes begun; the last one is filled up with blanks.
static inline void argus_classify(const uint8_t *bytes, size_t count, ArgusByteClasses *out) {
  size_t index = 0;
  for (; count - index >= 64; index += 64) *out++ = argus_classify_64(bytes + index);
  if (index < count) {
    uint8_t rest[64];
    memset(rest, ' ', sizeof rest);
    memcpy(rest, bytes + index, count - index);
    *out = argus_classify_64(rest);
  }
}

#endif
