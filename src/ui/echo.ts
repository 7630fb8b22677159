import { createContext, useCallback, useContext, useEffect, useState, useSyncExternalStore } from 'react'

export type EchoValue = string | number | boolean

/** What the parts of a page stand at, by name, so that another window can show the same page in the same state. */
export interface Echo {
  /** Whether this window shows what another one says, and nothing that is pressed here changes it. */
  readonly follows: boolean
  readonly get: (name: string) => EchoValue | undefined
  /** Says what a part stands at; undefined: the part is gone. */
  readonly say: (name: string, value: EchoValue | undefined) => void
  readonly subscribe: (listener: () => void) => () => void
}

const SILENCE: Echo = { follows: false, get: () => undefined, say: () => {}, subscribe: () => () => {} }

export const EchoContext = createContext<Echo>(SILENCE)

/**
 * A part's own state, which windows that follow this one have as well. In such a window it is the other one's, as far
 * as `isValid`: it may come from another version of the page.
 */
export function useEchoed<T extends EchoValue>(
  name: string,
  initial: T | (() => T),
  isValid: (value: EchoValue) => value is T,
): readonly [value: T, set: (next: T | ((now: T) => T)) => void] {
  const echo = useContext(EchoContext)
  const [own, setOwn] = useState(initial)
  const heard = useSyncExternalStore(echo.subscribe, () => echo.get(name))
  const { follows } = echo
  useEffect(() => {
    if (follows) return undefined
    echo.say(name, own)
    return () => echo.say(name, undefined)
  }, [echo, follows, name, own])
  const set = useCallback(
    (next: T | ((now: T) => T)) => {
      if (!follows) setOwn(next)
    },
    [follows],
  )
  return [follows && heard !== undefined && isValid(heard) ? heard : own, set]
}

export const isSwitch = (value: EchoValue): value is boolean => typeof value === 'boolean'

/** A whole number from 0 to `most`. */
export const isUpTo =
  (most: number) =>
  (value: EchoValue): value is number =>
    typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most
