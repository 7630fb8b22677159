/** A place in the product. A test looks whether it is there, and whether it says what it is to say. */
export type Place =
  | {
      readonly kind: 'page'
      readonly name: string
      /** Without the `#/` before it: `lab/keys?scenario=grow&t=20`. */
      readonly route: string
      /** A step of that lab's scenario, or a number it measures. */
      readonly step?: string
      readonly measure?: string
    }
  | { readonly kind: 'slide'; readonly slide: number; readonly says: string }
  | { readonly kind: 'file'; readonly file: string; readonly says: string | null }
  | { readonly kind: 'question'; readonly id: string }

/** Something the episode has, or asks for, or has wrong; and where it lives here. */
export interface Row {
  /** Its number in the inventory that this table was made from. */
  readonly id: string
  readonly what: string
  readonly places: readonly Place[]
  /** What of it is not here, and why. */
  readonly leftOut?: string
}

interface InLab {
  readonly step?: string
  readonly measure?: string
}

export const lab = (name: string, route: string, has: InLab = {}): Place => ({
  kind: 'page',
  name,
  route: `lab/${route}`,
  ...has,
})

export const page = (name: string, route: string): Place => ({ kind: 'page', name, route })

/** `says` stands on the slide, or in its notes. */
export const slide = (number: number, says: string): Place => ({ kind: 'slide', slide: number, says })

export const file = (path: string, says: string | null = null): Place => ({ kind: 'file', file: path, says })

export const asked = (id: string): Place => ({ kind: 'question', id })

export const row = (id: string, what: string, ...places: readonly Place[]): Row => ({ id, what, places })

/** A row of which something is missing. */
export const part = (id: string, what: string, leftOut: string, ...places: readonly Place[]): Row => ({
  id,
  what,
  places,
  leftOut,
})
