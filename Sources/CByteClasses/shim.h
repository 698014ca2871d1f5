// Which of 64 bytes belong to which class, one bit a byte, the first byte lowest. Swift has no way to one machine
// instruction that turns a vector comparison into bits; everything that reads the bits is Swift.
//
// The comparisons are written for vectors of 64 bytes; the compiler cuts them to what the machine has. On x86-64 they
// are compiled twice, since half of the work is saved where there is AVX2.
#ifndef ARGUS_BYTE_CLASSES_H
#define ARGUS_BYTE_CLASSES_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct {
  uint64_t token;    // A-Z a-z 0-9 + / - _
  uint64_t hex;      // 0-9 a-f A-F
  uint64_t line;     // CR LF
  uint64_t quote;    // " ' =
  uint64_t special;  // % & \ NUL ESC, and bytes that begin a character which a view may remove or fold
} ArgusByteClasses;

// Which of 64 characters of base64 can stand where in a quad that says printable ASCII.
typedef struct {
  uint64_t upper;   // A-Z, and what else has their high bits, such as _
  uint64_t lower;   // a-z, and what else has their high bits
  uint64_t zero;    // A
  uint64_t first;   // its six bits begin a printable byte, or a blank
  uint64_t second;  // its low four bits can begin one
  uint64_t third;   // its low two bits can begin one
} ArgusQuadClasses;

typedef uint8_t ArgusVector __attribute__((ext_vector_type(64)));
typedef _Bool ArgusVectorBits __attribute__((ext_vector_type(64)));

// A macro, since vectors as arguments are passed in other ways with other instruction sets.
#define ARGUS_BITS(target, mask)                                                 \
  do {                                                                           \
    const ArgusVectorBits bits = __builtin_convertvector(mask, ArgusVectorBits); \
    memcpy(&(target), &bits, 8);                                                 \
  } while (0)

static inline __attribute__((always_inline)) void argus_classify_64(const uint8_t *bytes, ArgusByteClasses *out) {
  ArgusVector b;
  memcpy(&b, bytes, 64);
  const ArgusVector folded = b | 0x20;
  // Unsigned: what is below the lower end wraps to the top.
  ARGUS_BITS(
      out->token, ((b - '0') < 10) | ((folded - 'a') < 26) | (b == '+') | (b == '-') | (b == '/') | (b == '_'));
  ARGUS_BITS(out->hex, ((b - '0') < 10) | ((folded - 'a') < 6));
  ARGUS_BITS(out->line, (b == '\n') | (b == '\r'));
  ARGUS_BITS(out->quote, (b == '"') | (b == '\'') | (b == '='));
  // Of characters: C2, CD, E0 to E3, EF, F0 to F3.
  ARGUS_BITS(
      out->special, (b == '%') | (b == '&') | (b == '\\') | (b == 0) | (b == 0x1B) | (b == 0xC2) | (b == 0xCD) |
                        (b == 0xEF) | ((b & 0xEC) == 0xE0));
}

static inline __attribute__((always_inline)) void argus_quads_64(const uint8_t *bytes, ArgusQuadClasses *out) {
  ArgusVector b;
  memcpy(&b, bytes, 64);
  // The six bits of a letter or digit. Signs are 62 and 63, which are neither first nor second nor third.
  const ArgusVector block = b >> 5;
  ArgusVector value = 63;
  value = ((block == 2) & (b != '_')) ? b - 'A' : value;
  value = (block == 3) ? b - 'a' + 26 : value;
  value = ((b - '0') < 10) ? b - '0' + 52 : value;
  const ArgusVector low = value & 15;
  ARGUS_BITS(out->upper, block == 2);
  ARGUS_BITS(out->lower, block == 3);
  ARGUS_BITS(out->zero, b == 'A');
  ARGUS_BITS(out->first, ((value - 2) < 2) | ((value - 8) < 24));
  ARGUS_BITS(out->second, (low == 0) | ((low - 2) < 6));
  ARGUS_BITS(out->third, (value & 2) == 0);
}

static inline __attribute__((always_inline)) void argus_classify_all(
    const uint8_t *bytes, size_t count, ArgusByteClasses *out) {
  size_t index = 0;
  for (; count - index >= 64; index += 64) argus_classify_64(bytes + index, out++);
  if (index < count) {
    uint8_t rest[64];
    memset(rest, ' ', sizeof rest);
    memcpy(rest, bytes + index, count - index);
    argus_classify_64(rest, out);
  }
}

static inline __attribute__((always_inline)) void argus_quads_head(
    const uint8_t *bytes, size_t count, ArgusQuadClasses *out) {
  uint8_t head[64];
  if (count < 64) {
    memset(head, ' ', sizeof head);
    memcpy(head, bytes, count);
    bytes = head;
  }
  argus_quads_64(bytes, out);
}

#ifdef __x86_64__
__attribute__((target("avx2"))) static inline void argus_classify_avx2(
    const uint8_t *bytes, size_t count, ArgusByteClasses *out) {
  argus_classify_all(bytes, count, out);
}
__attribute__((target("avx2"))) static inline void argus_quads_avx2(
    const uint8_t *bytes, size_t count, ArgusQuadClasses *out) {
  argus_quads_head(bytes, count, out);
}
#define ARGUS_HAS_AVX2 __builtin_cpu_supports("avx2")
#else
#define ARGUS_HAS_AVX2 0
#define argus_classify_avx2 argus_classify_all
#define argus_quads_avx2 argus_quads_head
#endif

// Writes one element for each 64 bytes begun; the last one is filled up with blanks.
static inline void argus_classify(const uint8_t *bytes, size_t count, ArgusByteClasses *out) {
  if (ARGUS_HAS_AVX2) {
    argus_classify_avx2(bytes, count, out);
  } else {
    argus_classify_all(bytes, count, out);
  }
}

// Reads `count` bytes, at most 64; the others count as blanks.
static inline ArgusQuadClasses argus_quads(const uint8_t *bytes, size_t count) {
  ArgusQuadClasses classes;
  if (ARGUS_HAS_AVX2) {
    argus_quads_avx2(bytes, count, &classes);
  } else {
    argus_quads_head(bytes, count, &classes);
  }
  return classes;
}

#endif
