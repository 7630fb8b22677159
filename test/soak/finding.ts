/** Something that was measured, and the most it may be. */
export interface Finding {
  readonly what: string
  readonly value: number
  readonly unit: string
  readonly most: number
}
