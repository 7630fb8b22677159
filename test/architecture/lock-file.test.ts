import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'

const lockSchema = v.object({
  packages: v.record(
    v.string(),
    v.object({ optionalDependencies: v.optional(v.record(v.string(), v.string())) }),
  ),
})
const lockFile = readFileSync(join(import.meta.dirname, '../../package-lock.json'), 'utf8')
const { packages } = v.parse(lockSchema, JSON.parse(lockFile))

/** Whether a package's dependency is found from where the package lies: beside it, or in any folder above. */
function isLocked(from: string, name: string): boolean {
  if (`${from === '' ? '' : `${from}/`}node_modules/${name}` in packages) return true
  if (from === '') return false
  const above = from.lastIndexOf('/node_modules/')
  return isLocked(above === -1 ? '' : from.slice(0, above), name)
}

describe('the lock file', () => {
  // `npm ci` refuses a lock that lacks a package for some other platform; npm leaves one out without a word when the
  // registry has none of that version yet.
  test('names the packages of every platform', () => {
    const missing = Object.entries(packages).flatMap(([path, entry]) =>
      Object.keys(entry.optionalDependencies ?? {})
        .filter((name) => !isLocked(path, name))
        .map((name) => `${name}, wanted by ${path}`),
    )
    expect(missing).toEqual([])
  })

  test('names no registry', () => {
    expect(lockFile).not.toMatch(/"resolved"/)
  })
})
