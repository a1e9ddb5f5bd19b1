def receive(*, endpoint: str, body: bytes, signature: str) -> int:
    return 200
