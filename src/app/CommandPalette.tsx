import { Command } from 'cmdk'
import { useEffect, useState, type JSX } from 'react'
import { useStore } from 'zustand'
import { LABS, loadLab } from '../labs/registry.ts'
import type { AnyLab } from '../stage/define-lab.ts'
import { TOOLS } from '../tools/registry.ts'
import { preferences } from '../state/preferences.ts'
import { deck } from './deck-store.ts'
import { palette, type PaletteCommand } from './palette-store.ts'
import { goTo, labRoute, toolRoute } from './route.ts'

/** Every place and every command, by a few letters of its name (Ctrl K or Cmd K). */
export function CommandPalette(): JSX.Element {
  const open = useStore(palette, (state) => state.open)
  const pageCommands = useStore(palette, (state) => state.pageCommands)
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey) return
      event.preventDefault()
      palette.setState(({ open: isOpen }) => ({ open: !isOpen }))
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
  useEffect(returnFocus, [])
  const labs = useAllLabs(open)
  const commands = [...pageCommands, ...appCommands(labs ?? [])]
  const groups = [...new Set(commands.map(({ group }) => group))]
  return (
    <Command.Dialog
      open={open}
      onOpenChange={(isOpen) => palette.setState({ open: isOpen })}
      label="Find a lab or a command"
      className="palette"
      overlayClassName="palette-overlay"
    >
      <Command.Input placeholder="Where to, or what to do?" />
      <Command.List>
        {labs === null ? (
          <Command.Loading>The scenarios of the labs are on their way…</Command.Loading>
        ) : (
          <Command.Empty>Nothing by that name.</Command.Empty>
        )}
        {groups.map((group) => (
          <Command.Group key={group} heading={group}>
            {commands
              .filter((command) => command.group === group)
              .map((command) => (
                <Command.Item
                  key={command.id}
                  value={`${command.group} ${command.label}`}
                  onSelect={() => {
                    palette.setState({ open: false })
                    command.run()
                  }}
                >
                  {command.label}
                </Command.Item>
              ))}
          </Command.Group>
        ))}
      </Command.List>
    </Command.Dialog>
  )
}

/** The dialog has no trigger of its own to give the focus back to: it goes to where it was. */
function returnFocus(): () => void {
  let opener: Element | null = null
  return palette.subscribe(({ open }, { open: wasOpen }) => {
    if (open && !wasOpen) opener = document.activeElement
    if (!open && wasOpen) setTimeout(() => opener instanceof HTMLElement && opener.focus())
  })
}

/**
 * Every lab's definition, for its scenarios: loaded once the page has nothing else to do, or is `asked`; null until
 * all are here.
 */
function useAllLabs(asked: boolean): readonly AnyLab[] | null {
  const [labs, setLabs] = useState<readonly AnyLab[] | null>(null)
  const missing = labs === null || labs.length === 0
  useEffect(() => {
    if (!missing) return
    const load = (): void => {
      // Without them the labs themselves can still be found; a page that cannot load its own says so.
      Promise.all(LABS.map(({ id }) => loadLab(id))).then(setLabs, () => setLabs([]))
    }
    if (asked) return load()
    // Safari has no idle callbacks before version 26.
    const idle = typeof window.requestIdleCallback === 'function'
    const waiting = idle ? window.requestIdleCallback(load) : setTimeout(load, 1_000)
    return () => (idle ? window.cancelIdleCallback(waiting) : clearTimeout(waiting))
  }, [asked, missing])
  return labs
}

/** What can be done on any page. */
function appCommands(labs: readonly AnyLab[]): PaletteCommand[] {
  const places = LABS.map(({ id, title }) => ({
    id: `lab-${id}`,
    label: title,
    group: 'Labs',
    run: () => goTo(labRoute(id)),
  }))
  const moments = labs.flatMap(({ id, title, scenarios }) =>
    scenarios.map((scenario) => ({
      id: `lab-${id}-${scenario.id}`,
      label: `${title}: ${scenario.label}`,
      group: 'Scenarios',
      run: () => goTo(labRoute(id, `scenario=${scenario.id}`)),
    })),
  )
  const looks = (['light', 'dark', 'system'] as const).map((theme) => ({
    id: `theme-${theme}`,
    label: `Theme: ${theme}`,
    group: 'Look',
    run: () => preferences.setState({ theme }),
  }))
  const motions = (['full', 'calm', 'system'] as const).map((motion) => ({
    id: `motion-${motion}`,
    label: { full: 'Motion: smooth', calm: 'Motion: in steps', system: 'Motion: as the system says' }[motion],
    group: 'Look',
    run: () => preferences.setState({ motion }),
  }))
  return [
    { id: 'home', label: 'Start page', group: 'Labs', run: () => goTo('#/') },
    ...places,
    ...moments,
    ...TOOLS.map(({ id, title }) => ({ id, label: title, group: 'Tools', run: () => goTo(toolRoute(id)) })),
    {
      id: 'slides',
      label: 'Slides beside the page: open or close',
      group: 'Look',
      run: () => deck.setState(({ open }) => ({ open: !open, page: true })),
    },
    { id: 'watch', label: 'Slides that move the lab beside them', group: 'Look', run: () => goTo('#/watch') },
    ...looks,
    ...motions,
  ]
}
