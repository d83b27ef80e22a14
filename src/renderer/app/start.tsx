/** Starts the interface: the words first, then the frame. */
import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import '@mantine/core/styles.layer.css';
import './global.css';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { chooseLanguage, speak } from './language/setup.ts';

await speak(chooseLanguage('system', navigator.languages));
const root = document.querySelector('#root');
if (root) createRoot(root).render(<App />);
