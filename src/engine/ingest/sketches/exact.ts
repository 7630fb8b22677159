/** Who watched what in which pane, name by name: what the sketches are held against. As large as the audience. */
export class ExactViewers {
  private readonly panes = new Map<number, Map<number, Set<number>>>()

  add(pane: number, title: number, user: number): void {
    let titles = this.panes.get(pane)
    if (titles === undefined) this.panes.set(pane, (titles = new Map()))
    let users = titles.get(title)
    if (users === undefined) titles.set(title, (users = new Set()))
    users.add(user)
  }

  /** Different viewers of a title in the panes `from` .. `to` - 1. */
  count(title: number, from: number, to: number): number {
    const all = new Set<number>()
    for (let pane = from; pane < to; pane++)
      for (const user of this.panes.get(pane)?.get(title) ?? []) all.add(user)
    return all.size
  }

  /** Forgets the panes before `pane`. */
  forget(pane: number): void {
    for (const number of this.panes.keys()) if (number < pane) this.panes.delete(number)
  }

  save(): [number, [number, number[]][]][] {
    return [...this.panes].map(([pane, titles]) => [
      pane,
      [...titles].map(([title, users]): [number, number[]] => [title, [...users]]),
    ])
  }

  restore(saved: ReturnType<ExactViewers['save']>): void {
    this.panes.clear()
    for (const [pane, titles] of saved)
      this.panes.set(pane, new Map(titles.map(([title, users]) => [title, new Set(users)])))
  }
}
