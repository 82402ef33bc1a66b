export const Wordmark = () => (
  <span className="wordmark">
    <svg viewBox="0 0 24 24" width="26" height="26" aria-hidden="true">
      <path d="M6 3v18M6 14.5l6.5-7M9.5 11.3 17 21" /><circle cx="18" cy="6" r="3.2" />
    </svg>
    Kvit
  </span>
)
