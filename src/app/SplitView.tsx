import { useEffect, useRef, type JSX, type ReactNode } from 'react'
import { Group, Panel, Separator, type PanelImperativeHandle } from 'react-resizable-panels'
import { useStore } from 'zustand'
import { Button } from '../ui/Button.tsx'
import { deck } from './deck-store.ts'

const DECK = './slides/episode8_revealjs.html'
const WATCH = '#/watch'
const NARROW = 800

interface SplitViewProps {
  readonly children: ReactNode
  /** Whether the page is the one that the slides move. */
  readonly follows: boolean
}

/**
 * The page, and the deck beside it when it is open. Either side can be closed, and the border between them moved.
 * The page stays mounted whatever happens beside it: its run goes on.
 */
export function SplitView({ children, follows }: SplitViewProps): JSX.Element {
  const open = useStore(deck, (state) => state.open)
  const page = useStore(deck, (state) => state.page)
  const pagePanel = useRef<PanelImperativeHandle>(null)
  useEffect(() => {
    if (page) pagePanel.current?.expand()
    else pagePanel.current?.collapse()
  }, [page])
  return (
    <Group
      className={open ? 'split split-open' : 'split'}
      orientation={innerWidth < NARROW ? 'vertical' : 'horizontal'}
    >
      {open && (
        <>
          <Panel id="deck" className="split-side split-deck" defaultSize="50%" minSize="20%">
            <DeckSide isPageOpen={page} />
          </Panel>
          <Separator id="border" className="split-bar" aria-label="Border between slides and lab" />
        </>
      )}
      <Panel
        id="page"
        panelRef={pagePanel}
        className="split-side"
        minSize="20%"
        collapsible
        collapsedSize={0}
      >
        {open && (
          <div className="split-head">
            <b>Lab</b>
            {!follows && (
              <a href={WATCH} title="Shows the lab of the slide that is on, in the same state">
                Follow the slides
              </a>
            )}
            <Button
              label="Close the lab"
              icon="close"
              iconOnly
              tone="quiet"
              onClick={() => deck.setState({ page: false })}
            />
          </div>
        )}
        <div className="split-content" inert={!page}>
          {children}
        </div>
      </Panel>
    </Group>
  )
}

function DeckSide({ isPageOpen }: { readonly isPageOpen: boolean }): JSX.Element {
  const session = useStore(deck, (state) => state.session)
  return (
    <>
      <div className="split-head">
        <b>Slides</b>
        <a href={DECK} target="_blank" rel="noreferrer">
          open alone
        </a>
        {!isPageOpen && (
          <Button label="Show the lab" tone="quiet" onClick={() => deck.setState({ page: true })} />
        )}
        <Button
          label="Close the slides"
          icon="close"
          iconOnly
          tone="quiet"
          onClick={() => deck.setState({ open: false, page: true })}
        />
      </div>
      <iframe
        title="The episode's slides"
        src={`${DECK}?session=${session}`}
        allow="fullscreen; clipboard-write"
      />
    </>
  )
}
