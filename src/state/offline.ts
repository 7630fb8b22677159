/**
 * Keeps the whole app at hand for when there is no network. `root` is the app's folder as seen from this page;
 * `onUpdate` is called when a newer version lies ready, with what takes it and loads the page anew. Where there are
 * no service workers (a file, a private window) nothing happens.
 */
export function workOffline(root: string, onUpdate: (take: () => void) => void): void {
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return
  const address = new URL(`${root}sw.js`, location.href)
  navigator.serviceWorker
    .register(address)
    .then((registration) => watch(registration, onUpdate))
    .catch(() => {
      // Not to be had here: the app works online only.
    })
}

function watch(registration: ServiceWorkerRegistration, onUpdate: (take: () => void) => void): void {
  const offer = (): void => {
    // Without a controller this is the first version, not a newer one.
    if (registration.waiting !== null && navigator.serviceWorker.controller !== null)
      onUpdate(() => takeUpdate(registration))
  }
  offer()
  registration.addEventListener('updatefound', () =>
    registration.installing?.addEventListener('statechange', () => offer()),
  )
}

function takeUpdate({ waiting }: ServiceWorkerRegistration): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
  waiting?.postMessage({ type: 'SKIP_WAITING' })
}
