/** The banded stone. */

/** Our mark; its name is written beside it. */
export function Brand() {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true">
      <clipPath id="sardonyx-stone">
        <ellipse cx="16" cy="16" rx="14" ry="12" />
      </clipPath>
      <g clipPath="url(#sardonyx-stone)">
        <rect width="32" height="32" fill="#1D1916" />
        <path d="M-2 21C8 13 20 25 34 15V24C20 33 8 21-2 30Z" fill="#F2EDE6" />
        <path d="M-2 11C8 3 20 16 34 7V15C20 24 8 12-2 20Z" fill="#A8431F" />
      </g>
      <ellipse cx="16" cy="16" rx="14" ry="12" fill="none" stroke="var(--sx-control)" />
    </svg>
  );
}
