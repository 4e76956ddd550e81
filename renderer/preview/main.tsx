/**
 * The frame in which contents are drawn: a page of an origin of its own, in a process of its own, without network, and
 * without a way to the app but messages to the window around it (docs/decisions/preview-in-a-frame.md).
 */
import './no-peers.ts';
import { createRoot } from 'react-dom/client';
import { Frame } from './frame.tsx';
import './preview.css';

const place = document.getElementById('root');
if (place !== null) createRoot(place).render(<Frame />);
