/**
 * Takes connections between pages away from this frame, before anything of a file is read: a name that one is to be made to
 * is looked up whatever the session allows. The frame has no origin, so that no frame within it gives them back.
 */
for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection']) Reflect.deleteProperty(globalThis, name);
