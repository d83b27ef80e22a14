/** True for what a letter is written into: a field, editable content, or the code editor, whose element only says what it is. */
export function takesText(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.role === 'textbox' || target.matches('input, textarea, select'))
  );
}
