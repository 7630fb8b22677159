import type { Browser, CDPSession } from 'playwright-core'

/**
 * A tab as a person has it: it can be covered by another one. Playwright's own pages cannot, because it tells each of
 * them that it has the focus; so these are opened, and spoken to, through the browser's protocol alone.
 */
export class RealTab {
  private readonly session: CDPSession
  private readonly target: string
  private readonly attached: string
  private readonly waiting = new Map<number, (value: unknown) => void>()
  private nextId = 1

  private constructor(session: CDPSession, target: string, attached: string) {
    this.session = session
    this.target = target
    this.attached = attached
    session.on('Target.receivedMessageFromTarget', ({ message }) => {
      const { id, result } = JSON.parse(message) as { id: number; result?: { result?: { value?: unknown } } }
      this.waiting.get(id)?.(result?.result?.value)
      this.waiting.delete(id)
    })
  }

  static async open(browser: Browser, url: string): Promise<RealTab> {
    const session = await browser.newBrowserCDPSession()
    const { targetId } = await session.send('Target.createTarget', { url })
    const { sessionId } = await session.send('Target.attachToTarget', { targetId, flatten: false })
    return new RealTab(session, targetId, sessionId)
  }

  /** What an expression gives in the page. */
  async evaluate(expression: string): Promise<unknown> {
    const id = this.nextId++
    const answer = new Promise((resolve) => this.waiting.set(id, resolve))
    const params = { expression, awaitPromise: true, returnByValue: true }
    const message = JSON.stringify({ id, method: 'Runtime.evaluate', params })
    await this.session.send('Target.sendMessageToTarget', { sessionId: this.attached, message })
    return answer
  }

  /** Opens another tab in front of this one. */
  async cover(): Promise<void> {
    const { targetId } = await this.session.send('Target.createTarget', { url: 'about:blank' })
    await this.session.send('Target.activateTarget', { targetId })
  }

  async bringToFront(): Promise<void> {
    await this.session.send('Target.activateTarget', { targetId: this.target })
  }
}
