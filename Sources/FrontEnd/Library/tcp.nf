/// TCP as a box between two hosts sees it.

// How long a connection may be quiet.
const tcpOpening = 120s
const tcpAnswered = 60s
const tcpEstablished = 2h
const tcpClosing = 120s
