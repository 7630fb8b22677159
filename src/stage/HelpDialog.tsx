import type { JSX } from 'react'
import { useStore } from 'zustand'
import { preferences } from '../state/preferences.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { useLab, useStage } from './context.ts'
import { keysIn, SHORTCUTS } from './shortcuts.ts'

/** The keys, and the switch that turns them off. */
export function HelpDialog(): JSX.Element {
  const { controller } = useStage()
  const { files } = controller.lab
  const open = useLab((state) => state.panel === 'help')
  const isOn = useStore(preferences, (state) => state.shortcuts)
  return (
    <Dialog title="Keys and controls" open={open} onClose={() => open && controller.togglePanel('help')}>
      <p>Keys act while you are in the lab, or when nothing else has the focus; never while you type.</p>
      <table className="keys">
        <tbody>
          {SHORTCUTS.map((shortcut) => (
            <tr key={shortcut.what}>
              <th scope="row">
                {keysIn(controller.lab, shortcut).map((key) => (
                  <kbd key={key}>{key}</kbd>
                ))}
              </th>
              <td>{shortcut.what}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <h3>In the picture</h3>
      <p>
        {controller.lab.byHand} Each change made in the past opens a branch; the run as it was stays beside
        it.
      </p>
      <h3>Below it</h3>
      <p>
        Press a measure or a lane for its definition, and a number for the events behind it; press an event to
        go there.
      </p>
      {files !== null && (
        <>
          <h3>Files of your own</h3>
          <p>
            Drop {files.noun} on the lab, or use Import. {files.help}
          </p>
        </>
      )}
      <label className="option">
        <input
          type="checkbox"
          checked={isOn}
          onChange={(event) => preferences.setState({ shortcuts: event.target.checked })}
        />
        Single keys work as shortcuts
      </label>
    </Dialog>
  )
}
