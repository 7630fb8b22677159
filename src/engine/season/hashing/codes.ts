/** How a key came to its server: the codes in a frame's `came`. */
export const CAME = {
  /** It was there before the last change. */
  stayed: 0,
  /** The last change took it to the new server, or away from the one that left. */
  needed: 1,
  /** The last change moved it between two servers that were there before and after. */
  needless: 2,
} as const

export type Came = (typeof CAME)[keyof typeof CAME]

/** A server's name: A to Z. */
export const serverName = (server: number): string => String.fromCharCode('A'.charCodeAt(0) + server)

/** A server as a thing that can be selected. */
export const serverThing = (server: number): string => `server-${server}`

/** The server of such a thing; null for another one. */
export function thingServer(thing: string | null): number | null {
  const found = /^server-(\d+)$/.exec(thing ?? '')
  return found === null ? null : Number(found[1])
}
