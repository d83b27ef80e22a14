/** What a frame shows while its service cannot be reached; it asks again every two seconds by itself. */

const words = {
  en: {
    title: 'Waiting for the service',
    text: 'It does not answer at the moment. This page tries again by itself.',
  },
  fr: {
    title: 'En attente du service',
    text: 'Il ne répond pas pour le moment. Cette page réessaie d’elle-même.',
  },
} as const;

/** A whole page of HTML without script. */
export function waitingPage(language: 'en' | 'fr'): string {
  const { title, text } = words[language];
  return `<!doctype html><html lang="${language}"><meta charset="utf-8"><meta http-equiv="refresh" content="2"><title>${title}</title>
<style>:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;display:grid;place-content:center;min-height:90vh;text-align:center}</style>
<main><h1>${title}</h1><p>${text}</p></main></html>`;
}
