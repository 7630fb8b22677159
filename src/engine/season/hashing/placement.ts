/** A rule by which keys belong to servers. Servers are numbers, always given in ascending order. */
export interface Placement {
  /** From now on these servers are there; at least one. */
  setServers(servers: readonly number[]): void
  /** The server of a key, by its hash (0 to 2^32 - 1) and its slot. */
  ownerOf(hash: number, slot: number): number
  /** How many servers, points or slots were looked at for the last owner. */
  readonly looked: number
  /** What a client must have beside the list of servers, in bytes. */
  readonly tableBytes: number
}
