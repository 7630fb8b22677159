import { Zip, ZipDeflate } from 'fflate'

/** Fast: what is packed here compresses well at any level. */
const LEVEL = 1

/** An archive that is written file by file; what is done of it is handed over in pieces, and nothing of it is held. */
export class ZipWriter {
  private readonly zip: Zip

  /** Throws what the packing throws. */
  constructor(take: (piece: Uint8Array) => void) {
    this.zip = new Zip((error, piece) => {
      if (error !== null) throw error
      take(piece)
    })
  }

  add(path: string, bytes: Uint8Array): void {
    const file = new ZipDeflate(path, { level: LEVEL })
    this.zip.add(file)
    file.push(bytes, true)
  }

  /** Nothing more comes. */
  finish(): void {
    this.zip.end()
  }
}
