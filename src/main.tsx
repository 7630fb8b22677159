import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/App.tsx'
import './styles/index.css'

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has an element #root')
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
