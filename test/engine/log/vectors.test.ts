import { describe, expect, test } from 'vitest'
import { crc32c } from '../../../src/engine/log/bytes/crc32c.ts'
import { encodeUtf8 } from '../../../src/engine/kernel/utf8.ts'
import { crc16, slotForKey } from '../../../src/engine/log/partitioners/hash-slots.ts'
import { pythonPartition } from '../../../src/engine/log/partitioners/language-hash.ts'
import { murmur2, partitionForKey, toPositive } from '../../../src/engine/log/partitioners/murmur2.ts'

const count = (length: number): Uint8Array => new Uint8Array(length).map((_, i) => i)

describe('CRC-32C', () => {
  test.each([
    // The check value of the CRC catalogue (reveng.sourceforge.io/crc-catalogue, CRC-32/ISCSI).
    ['the digits 1 to 9', encodeUtf8('123456789'), 0xe3069283],
    // RFC 3720, appendix B.4, whose bytes are printed in the order of the wire.
    ['32 bytes of zeros', new Uint8Array(32), 0x8a9136aa],
    ['32 bytes of ones', new Uint8Array(32).fill(0xff), 0x62a8ab43],
    ['32 bytes counting up', count(32), 0x46dd794e],
    ['32 bytes counting down', count(32).reverse(), 0x113fdb5c],
    ['nothing', new Uint8Array(0), 0],
  ])('%s', (_, bytes, expected) => {
    expect(crc32c(bytes)).toBe(expected)
  })

  test('of a part of the bytes', () => {
    const bytes = encodeUtf8('xxx123456789yyyy')
    expect(crc32c(bytes, 3, 12)).toBe(0xe3069283)
  })
})

describe('murmur2', () => {
  // Kafka's own vectors: clients/src/test/java/org/apache/kafka/common/utils/UtilsTest.java, testMurmur2.
  test.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ])('of "%s"', (text, expected) => {
    expect(murmur2(encodeUtf8(text))).toBe(expected)
  })

  test('a partition is never negative, not even for the least number there is', () => {
    expect(toPositive(-0x8000_0000)).toBe(0)
    expect(toPositive(-1)).toBe(0x7fff_ffff)
    expect(partitionForKey(encodeUtf8('21'), 12)).toBe((-973932308 & 0x7fffffff) % 12)
  })
})

describe('CRC16 and hash slots, from the Redis Cluster specification', () => {
  test('the check value', () => {
    expect(crc16(encodeUtf8('123456789'))).toBe(0x31c3)
  })

  test.each([
    // "{user1000}.following and {user1000}.followers" fall together; what the first braces hold counts, if anything.
    ['{user1000}.following', '{user1000}.followers'],
    ['foo{{bar}}zap', '{bar'],
    ['foo{bar}{zap}', 'bar'],
  ])('%s is where %s is', (key, same) => {
    const tagged = slotForKey(encodeUtf8(key))
    expect(tagged).toBe(
      same.startsWith('{user') ? slotForKey(encodeUtf8(same)) : crc16(encodeUtf8(same)) % 16_384,
    )
  })

  test('empty braces do not count', () => {
    const key = encodeUtf8('foo{}{bar}')
    expect(slotForKey(key)).toBe(crc16(key) % 16_384)
  })

  // redis.io/docs/latest/commands/cluster-keyslot
  test.each([
    ['somekey', 11058],
    ['foo{hash_tag}', 2515],
    ['bar{hash_tag}', 2515],
  ])('CLUSTER KEYSLOT %s', (key, slot) => {
    expect(slotForKey(encodeUtf8(key))).toBe(slot)
  })
})

describe("Python's hash", () => {
  // PYTHONHASHSEED=<salt> python3 -c 'print(hash("<key>") % <n>)', CPython 3.11.
  test.each([
    [0, 'a', 12, 7],
    [0, 'a', 13, 3],
    [0, 'abc', 12, 10],
    [0, 'abc', 13, 12],
    [0, 'abc', 1000003, 690902],
    [0, '12345678', 12, 11],
    [0, '12345678', 13, 5],
    [0, 'user-1234', 12, 11],
    [0, 'user-1234', 13, 3],
    [0, 'user-1234', 1000003, 4165],
    [0, 'a longer key of thirty-two chars', 12, 7],
    [0, 'a longer key of thirty-two chars', 13, 6],
    [0, 'title:42', 12, 3],
    [0, 'title:42', 13, 4],
    [1, 'a', 12, 3],
    [1, 'a', 13, 12],
    [1, 'abc', 12, 5],
    [1, 'abc', 13, 8],
    [1, 'abc', 1000003, 513689],
    [1, '12345678', 12, 5],
    [1, '12345678', 13, 9],
    [1, 'user-1234', 12, 5],
    [1, 'user-1234', 13, 0],
    [1, 'user-1234', 1000003, 555982],
    [1, 'a longer key of thirty-two chars', 12, 11],
    [1, 'a longer key of thirty-two chars', 13, 9],
    [1, 'title:42', 12, 0],
    [1, 'title:42', 13, 1],
    [42, 'a', 12, 10],
    [42, 'a', 13, 6],
    [42, 'abc', 12, 5],
    [42, 'abc', 13, 12],
    [42, 'abc', 1000003, 174964],
    [42, '12345678', 12, 1],
    [42, '12345678', 13, 1],
    [42, 'user-1234', 12, 0],
    [42, 'user-1234', 13, 7],
    [42, 'user-1234', 1000003, 854186],
    [42, 'a longer key of thirty-two chars', 12, 6],
    [42, 'a longer key of thirty-two chars', 13, 4],
    [42, 'title:42', 12, 5],
    [42, 'title:42', 13, 5],
    [4294967295, 'a', 12, 11],
    [4294967295, 'a', 13, 4],
    [4294967295, 'abc', 12, 11],
    [4294967295, 'abc', 13, 4],
    [4294967295, 'abc', 1000003, 28074],
    [4294967295, '12345678', 12, 4],
    [4294967295, '12345678', 13, 9],
    [4294967295, 'user-1234', 12, 2],
    [4294967295, 'user-1234', 13, 12],
    [4294967295, 'user-1234', 1000003, 267526],
    [4294967295, 'a longer key of thirty-two chars', 12, 7],
    [4294967295, 'a longer key of thirty-two chars', 13, 3],
    [4294967295, 'title:42', 12, 11],
    [4294967295, 'title:42', 13, 7],
  ])('salt %d, key "%s", %d partitions', (salt, key, partitions, expected) => {
    expect(pythonPartition(encodeUtf8(key), partitions, salt)).toBe(expected)
  })
})
