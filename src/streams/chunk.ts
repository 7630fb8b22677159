import { bytesOf } from '../engine/flow/streams/settings.ts'

/** A chunk of real bytes: its number in the first four, the rest filled with the number's last byte. */
export function makeChunk(id: number): Uint8Array {
  const chunk = new Uint8Array(bytesOf(id)).fill(id)
  new DataView(chunk.buffer).setUint32(0, id)
  return chunk
}

/** What the transform does to it: every byte turned round. */
export const turned = (chunk: Uint8Array): Uint8Array => chunk.map((byte) => byte ^ 0xff)

/** The number of a chunk that went through the transform, and whether all its bytes are as they must be. */
export function readTurned(chunk: Uint8Array): { readonly id: number; readonly isWhole: boolean } {
  const back = turned(chunk)
  const id = new DataView(back.buffer, back.byteOffset).getUint32(0)
  const filling = id % 256
  return { id, isWhole: back.length === bytesOf(id) && back.subarray(4).every((byte) => byte === filling) }
}
