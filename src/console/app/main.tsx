import { createRoot } from 'react-dom/client'
import { createBrowserRouter } from 'react-router'
import { activateLanguage } from '../text/i18n.ts'
import { preferences } from '../ui/preferences.ts'
import { App } from './App.tsx'
import './base.css'
import { createQueryClient } from './queryClient.ts'
import { createRoutes } from './routes.tsx'

const container = document.querySelector('#root')
if (container === null) throw new Error('The page has no #root to stand in')

const client = createQueryClient()
// Created before the texts are there, so that the first route's code is already on its way.
const router = createBrowserRouter(createRoutes())

try {
  await activateLanguage(preferences().language)
} catch {
  await activateLanguage('en') // better in English than not at all
}

createRoot(container).render(<App router={router} client={client} />)
