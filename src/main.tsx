// The page's composition root: mounts the page in `#root`.
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <h1>BTF Explorer</h1>
  </StrictMode>,
);
