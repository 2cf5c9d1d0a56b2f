select wake_relay()
