"""What no site takes: the rules about facts that services and cases ask alike."""
