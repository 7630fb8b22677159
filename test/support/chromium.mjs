// Finds a Chromium for the browser tests, or gets one.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const USUAL_PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

const find = () => [process.env['CHROMIUM_PATH'], ...USUAL_PLACES].find((path) => path && existsSync(path))

/** The path of a Chromium; '' when there is none and none could be got (it has said so, and how to help). */
export function ensureChromium() {
  const found = find()
  if (found !== undefined) return found
  console.error('Getting Chromium for the browser tests…')
  if (existsSync('/etc/debian_version')) {
    const root = process.getuid?.() === 0 ? [] : ['sudo', '-n']
    apt([...root, 'apt-get', 'update', '-qq'])
    apt([...root, 'apt-get', 'install', '-y', '-qq', 'chromium'])
  } else {
    spawnSync('npx', ['playwright-core', 'install', 'chromium'], {
      stdio: 'inherit',
      shell: process.platform === 'win32',
    })
  }
  const got = find() ?? playwrightsOwn()
  if (got === '')
    console.error(
      'No Chromium was found: install it (Debian: apt-get install -y chromium) or set CHROMIUM_PATH to one.',
    )
  return got
}

function apt([program, ...args]) {
  spawnSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] })
}

/** Where Playwright keeps its own, asked in a process of its own because this file must not need packages. */
function playwrightsOwn() {
  const script =
    "import('playwright-core').then(({ chromium }) => process.stdout.write(chromium.executablePath()))"
  const { stdout } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' })
  return stdout !== '' && existsSync(stdout) ? stdout : ''
}
