type Pipe = 0 | 1

/** How long each of two pipes has waited for its writer, in all. */
export class Waits {
  private readonly total: [number, number] = [0, 0]
  private readonly since: [number | null, number | null] = [null, null]

  begin(pipe: Pipe, now: number): void {
    this.since[pipe] = now
  }

  end(pipe: Pipe, now: number): void {
    this.total[pipe] = this.of(pipe, now)
    this.since[pipe] = null
  }

  by(now: number): readonly [number, number] {
    return [this.of(0, now), this.of(1, now)]
  }

  private of(pipe: Pipe, now: number): number {
    return this.total[pipe] + now - (this.since[pipe] ?? now)
  }
}
