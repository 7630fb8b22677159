import { describe, expect, it } from 'vitest'
import { LABS } from '../../src/cli/labs.ts'
import { POLICY_IDS } from '../../src/engine/jitter/settings/policies.ts'
import { sim } from './fake-terminal.ts'

const OPTIONS = ['--scenario', '--seed', '--set', '--json', '--csv', '--progress', '--help']

describe('the usage', () => {
  it.each<readonly [readonly string[]]>([
    [[]],
    [['--help']],
    [['-h']],
    [['jitter', '--help']],
    [['ring', '--json', '--help']],
  ])('stands on standard output for %j', async (argv) => {
    const { code, out, err } = await sim(argv)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120)
    const explained = LABS.filter(({ id }) => argv.includes(id) || !LABS.some((lab) => argv.includes(lab.id)))
    expect(explained.length).toBeGreaterThan(0)
    for (const option of OPTIONS) expect(out).toContain(`  ${option}`)
    for (const { simulation } of explained) {
      for (const { id } of simulation.scenarios) expect(out).toMatch(new RegExp(`^  ${id} `, 'm'))
      for (const { key } of simulation.params) expect(out).toMatch(new RegExp(`^  --${key} `, 'm'))
    }
  })

  it('names bounds, units, steps, policies and defaults', async () => {
    const { out } = await sim(['jitter', '--help'])
    expect(out).toContain('Frame rate: 5 to 240 frames/s in steps of 1 [30]')
    expect(out).toContain('Keeps order: on or off [on]')
    const unbroken = out.replace(/\s+/g, ' ')
    expect(unbroken).toContain(`Players: some of ${POLICY_IDS.join(', ')}, or all [whiteboard,fixed]`)
    expect(out).toContain('--trace FILE')
    expect(out).toContain('--ssrc ID')
    expect(out).not.toContain('ring:')
  })

  it('has no setting named like an option, so that each may be an option', () => {
    for (const { simulation, file } of LABS)
      for (const { key } of simulation.params)
        expect([...OPTIONS.map((option) => option.slice(2)), file?.option, file?.part.option]).not.toContain(
          key,
        )
  })
})
